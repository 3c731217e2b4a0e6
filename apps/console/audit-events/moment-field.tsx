import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { fromInput, toInput } from './windows.js';

interface Props {
  readonly label: string;
  readonly moment: string | undefined;
  readonly error?: ReactNode;
  readonly onChange: (moment: string | undefined) => void;
}

/** A moment to the minute, taken once one has typed it in and goes on. */
export function MomentField({ label, moment, error, onChange }: Props) {
  const [typed, setTyped] = useState(toInput(moment));
  const [seen, setSeen] = useState(moment);
  if (seen !== moment) {
    setSeen(moment);
    setTyped(toInput(moment));
  }
  const take = () => {
    if (typed !== toInput(moment)) onChange(fromInput(typed));
  };
  return (
    <TextInput
      type="datetime-local"
      label={label}
      error={error}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
