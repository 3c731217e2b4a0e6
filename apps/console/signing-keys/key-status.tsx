import type { SigningKeyFacts } from '@postern/contracts';
import classes from './key-status.module.css';

interface Props {
  readonly status: SigningKeyFacts['status'];
}

const WORDS = {
  pending: { label: 'Pending', text: 'Published already, so that everybody knows it before it signs.' },
  active: { label: 'Active', text: 'Signs every token.' },
  retiring: {
    label: 'Retiring',
    text: 'Signs no more. Published until the last token that it signed has expired.',
  },
  retired: { label: 'Retired', text: 'Signs no more, and no token of it is good any more.' },
};

/** Where a key is on its way, and what that means; in colour and in words. */
export function KeyStatus({ status }: Props) {
  const { label, text } = WORDS[status];
  return (
    <span className={classes['around']}>
      <span className={classes['status']} data-status={status}>
        {label}
      </span>
      <span className={classes['meaning']}>{text}</span>
    </span>
  );
}
