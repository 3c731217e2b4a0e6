import { CopyButton } from './copy-button.js';
import classes from './identifier.module.css';

interface Props {
  readonly text: string;
  /** What it is, as in "Copy client ID". */
  readonly what: string;
}

/** What programs know a thing by, with a button that copies it. */
export function Identifier({ text, what }: Props) {
  return (
    <span className={classes['identifier']}>
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
