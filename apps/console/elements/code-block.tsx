import classes from './code-block.module.css';
import { CopyButton } from './copy-button.js';

interface Props {
  readonly code: string;
  /** What it is, as in "Copy curl command". */
  readonly what: string;
  /** Whether a long line goes on below; lines of a program keep their shape. */
  readonly wrap?: boolean;
  /** Whether it only shows what comes, so that there is nothing to copy. */
  readonly example?: boolean;
  readonly onCopied?: () => void;
}

/** Text for a terminal or an editor, to be copied as it stands. */
export function CodeBlock({ code, what, wrap = false, example = false, onCopied }: Props) {
  return (
    <div className={classes['around']}>
      {/* What scrolls has to be reached by the keyboard. */}
      <pre
        className={classes['code']}
        data-wrap={wrap || undefined}
        tabIndex={0}
        aria-label={what}
        role="group"
      >
        <code>{code}</code>
      </pre>
      {!example && (
        <div className={classes['copy']}>
          <CopyButton text={code} what={what} {...(onCopied && { onCopied })} />
        </div>
      )}
    </div>
  );
}
