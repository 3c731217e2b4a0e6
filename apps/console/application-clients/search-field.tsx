import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { mdiMagnify } from '@mdi/js';
import { Icon } from '../elements/icon.js';
import { useState } from 'react';

const PAUSE_MS = 250;
const MOST_CHARACTERS = 100;

interface Props {
  readonly label: string;
  /** What is searched for now, as the address says it. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** Searches as one types, once one pauses. */
export function SearchField({ label, value, onSearch }: Props) {
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    // Somebody else changed the address: the back button, or a link.
    if (value !== asked) {
      setTyped(value);
      setAsked(value);
    }
  }

  function search(text: string): void {
    setAsked(text);
    onSearch(text);
  }
  const searchSoon = useDebouncedCallback((text: string) => search(text.trim()), PAUSE_MS);

  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      maxLength={MOST_CHARACTERS}
      autoComplete="off"
      leftSection={<Icon path={mdiMagnify} size={16} />}
      rightSection={
        typed !== '' && (
          <CloseButton
            aria-label="Clear search"
            size="sm"
            onClick={() => {
              setTyped('');
              search('');
            }}
          />
        )
      }
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        searchSoon(event.currentTarget.value);
      }}
    />
  );
}
