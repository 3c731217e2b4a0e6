import { useId, useState, type ReactNode } from 'react';
import classes from './hint.module.css';

interface Props {
  readonly text: string;
  /** Takes the focus: a button, or whatever has a `tabIndex`. Gets the id of what describes it. */
  readonly children: (describedBy: string) => ReactNode;
  /** Shows it whatever the pointer does. */
  readonly shown?: boolean;
}

/** More about a thing, under the pointer and on focus; Escape sends it away. In CSS alone, as a list has hundreds. */
export function Hint({ text, children, shown }: Props) {
  const id = useId();
  const [isDismissed, setDismissed] = useState(false);
  return (
    <span
      className={classes['around']}
      onKeyDown={(event) => event.key === 'Escape' && setDismissed(true)}
      onBlur={() => setDismissed(false)}
      onPointerLeave={() => setDismissed(false)}
    >
      {children(id)}
      <span
        role="tooltip"
        id={id}
        className={classes['hint']}
        data-shown={shown || undefined}
        data-dismissed={isDismissed || undefined}
      >
        {text}
      </span>
    </span>
  );
}
