import { VisuallyHidden } from '@mantine/core';
import type { Difference } from './differences.js';
import classes from './difference-list.module.css';

interface Props {
  readonly differences: readonly Difference[];
  /** Whether there is one state alone, so that nothing came or went. */
  readonly isState?: boolean;
}

/** Field by field what it was, and what it is now. */
export function DifferenceList({ differences, isState = false }: Props) {
  return (
    <dl className={classes['list']}>
      {differences.map(({ field, label, removed, added }) => (
        <div key={field} className={classes['field']}>
          <dt>{label}</dt>
          <dd>
            {isState ? (
              [...removed, ...added].map((line) => <span key={line}>{line}</span>)
            ) : (
              <Changes removed={removed} added={added} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Changes({ removed, added }: Pick<Difference, 'removed' | 'added'>) {
  return (
    <>
      {removed.map((line) => (
        <del key={line}>
          <VisuallyHidden>Before: </VisuallyHidden>
          {line}
        </del>
      ))}
      {added.map((line) => (
        <ins key={line}>
          <VisuallyHidden>After: </VisuallyHidden>
          {line}
        </ins>
      ))}
    </>
  );
}
