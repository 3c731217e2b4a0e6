import { TextInput } from '@mantine/core';
import { useId, useState } from 'react';

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly id: string | undefined;
  readonly onChange: (id: string | undefined) => void;
  /** IDs to choose from, by name. */
  readonly known?: readonly { readonly id: string; readonly name: string }[];
}

/** An ID, taken once one has typed or pasted it in and goes on, or has chosen one. */
export function IdField({ label, placeholder, id, onChange, known = [] }: Props) {
  const list = useId();
  const [typed, setTyped] = useState(id ?? '');
  const [seen, setSeen] = useState(id);
  if (seen !== id) {
    setSeen(id);
    setTyped(id ?? '');
  }
  const take = (text: string) => {
    if (text.trim() !== (id ?? '')) onChange(text.trim() || undefined);
  };
  return (
    <>
      <TextInput
        label={label}
        placeholder={placeholder}
        value={typed}
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        list={list}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (known.some((one) => one.id === text)) take(text);
        }}
        onBlur={() => take(typed)}
        onKeyDown={(event) => event.key === 'Enter' && take(typed)}
      />
      <datalist id={list}>
        {known.map((one) => (
          <option key={one.id} value={one.id} label={one.name} />
        ))}
      </datalist>
    </>
  );
}
