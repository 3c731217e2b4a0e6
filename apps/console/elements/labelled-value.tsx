import { Text } from '@mantine/core';
import { useId } from 'react';
import { CopyButton } from './copy-button.js';
import classes from './labelled-value.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onCopied?: () => void;
}

/** Something to be taken away: what it is called, itself in full, and a button that copies it. */
export function LabelledValue({ label, value, onCopied }: Props) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <Text size="sm" fw={500} mb={4} id={id}>
        {label}
      </Text>
      {/* Whoever selects it has copied it, too. */}
      <div className={classes['value']} onCopy={onCopied}>
        <code>{value}</code>
        <CopyButton text={value} what={label} labelled {...(onCopied && { onCopied })} />
      </div>
    </div>
  );
}
