import { Group, Input, NativeSelect, TextInput } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { secondsOf, typedLifetime, UNITS, type TypedLifetime } from './lifetimes.js';

interface Props {
  readonly label: string;
  readonly description?: ReactNode;
  /** Seconds; `null` where nothing is typed in, NaN where that is no number. */
  readonly value: number | null;
  readonly onChange: (seconds: number | null) => void;
  readonly error?: ReactNode;
  readonly onBlur?: () => void;
  readonly onFocus?: () => void;
  readonly 'data-path'?: string;
}

/** How long something lasts, in a unit of one's choice. */
export function LifetimeInput({ label, description, value, onChange, error, ...input }: Props) {
  const [typed, setTyped] = useState(() => typedLifetime(value));
  const id = useId();
  // It was changed from elsewhere. What is no number was typed in here.
  if (!Number.isNaN(value) && secondsOf(typed) !== value) setTyped(typedLifetime(value));

  function type(next: TypedLifetime): void {
    setTyped(next);
    onChange(secondsOf(next));
  }

  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={error}
      errorProps={{ id: `${id}-error` }}
      descriptionProps={{ id: `${id}-description` }}
    >
      <Group gap="xs" mt={5} wrap="nowrap" align="flex-start">
        <TextInput
          id={id}
          inputMode="decimal"
          autoComplete="off"
          w="6rem"
          value={typed.amount}
          error={Boolean(error)}
          aria-describedby={[error && `${id}-error`, description && `${id}-description`]
            .filter(Boolean)
            .join(' ')}
          onChange={(event) => type({ ...typed, amount: event.currentTarget.value })}
          {...input}
        />
        <NativeSelect
          aria-label={`Unit of ${label.toLowerCase()}`}
          value={typed.unit}
          onChange={(event) => type({ ...typed, unit: Number(event.currentTarget.value) })}
          data={UNITS.map(({ name, seconds }) => ({ value: String(seconds), label: `${name}s` }))}
        />
      </Group>
    </Input.Wrapper>
  );
}
