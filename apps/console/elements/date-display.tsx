import classes from './date-display.module.css';
import { Hint } from './hint.js';
import { exactTime, relativeTime } from './times.js';
import { useNow } from './use-now.js';

interface Props {
  /** RFC 3339, as the API writes it. */
  readonly time: string;
}

/** A time as people tell it; the exact one appears under the pointer and on focus. */
export function DateDisplay({ time }: Props) {
  const now = useNow();
  const moment = Date.parse(time);
  return (
    <Hint text={exactTime(moment)}>
      {(describedBy) => (
        <time className={classes['time']} dateTime={time} tabIndex={0} aria-describedby={describedBy}>
          {relativeTime(moment, now)}
        </time>
      )}
    </Hint>
  );
}
