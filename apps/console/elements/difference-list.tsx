import { VisuallyHidden } from '@mantine/core';
import type { Difference } from './differences.js';
import classes from './difference-list.module.css';

interface Props {
  readonly differences: readonly Difference[];
}

/** Field by field what it was, and what it is now. */
export function DifferenceList({ differences }: Props) {
  return (
    <dl className={classes['list']}>
      {differences.map(({ field, label, removed, added }) => (
        <div key={field} className={classes['field']}>
          <dt>{label}</dt>
          <dd>
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
          </dd>
        </div>
      ))}
    </dl>
  );
}
