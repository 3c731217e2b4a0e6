import { Hint } from './hint.js';
import classes from './scope-list.module.css';

interface Props {
  readonly scopes: readonly string[];
  /** How many are shown; the rest appears under the pointer and on focus. All, unless given. */
  readonly most?: number;
}

/** Scopes as they stand in a token. */
export function ScopeList({ scopes, most = scopes.length }: Props) {
  const rest = scopes.slice(most);
  return (
    <ul className={classes['list']}>
      {scopes.slice(0, most).map((scope) => (
        <li key={scope} className={classes['scope']}>
          {scope}
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Hint text={rest.join(', ')}>
            {(describedBy) => (
              <span className={classes['rest']} tabIndex={0} aria-describedby={describedBy}>
                {rest.length} more
              </span>
            )}
          </Hint>
        </li>
      )}
    </ul>
  );
}
