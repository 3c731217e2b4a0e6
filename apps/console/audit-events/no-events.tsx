import { mdiHistory, mdiMagnifyClose } from '@mdi/js';
import { NothingHere } from '../elements/nothing-here.js';
import { isBackwards, isFiltered, type AuditQuery } from './audit-query.js';

interface Props {
  readonly query: AuditQuery;
}

/** In place of a list with nothing in it. */
export function NoEvents({ query }: Props) {
  if (isBackwards(query))
    return (
      <NothingHere
        icon={mdiMagnifyClose}
        title="There is no such time"
        text="To is not later than From. Change one of them."
      />
    );
  if (isFiltered(query))
    return (
      <NothingHere
        icon={mdiMagnifyClose}
        title="Nothing matches"
        text="No event is like this. Take a filter away, or choose a longer time."
      />
    );
  return (
    <NothingHere
      icon={mdiHistory}
      title="Nothing has happened yet"
      text="Whatever changes who may enter stands here."
    />
  );
}
