import { ActionIcon, Button, Group, Input, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { mdiPlus, mdiTrashCanOutline } from '@mdi/js';
import { useRef } from 'react';
import { Icon } from '../elements/icon.js';
import type { ApiValues } from './api-values.js';
import classes from './scopes-input.module.css';

interface Props {
  readonly form: UseFormReturnType<ApiValues>;
}

/** The scopes of an API, each with what it allows. */
export function ScopesInput({ form }: Props) {
  const add = useRef<HTMLButtonElement>(null);
  const { scopes } = form.values;
  const at = (place: number) => `scopes.${place}`;
  return (
    <fieldset className={classes['scopes']}>
      <Input.Label component="legend">Scopes</Input.Label>
      <Input.Description>
        What an application client can be allowed there, one thing a scope. Each stands in its tokens by its
        name, such as invoices:read.
      </Input.Description>
      {scopes.map((_, place) => (
        // There is nothing else by which a row that is typed in is the same.
        <div key={place} className={classes['scope']}>
          <TextInput
            aria-label={`Name of scope ${place + 1}`}
            placeholder="Name"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            {...form.getInputProps(`${at(place)}.name`)}
          />
          <TextInput
            aria-label={`Description of scope ${place + 1}`}
            placeholder="What it allows"
            autoComplete="off"
            maxLength={500}
            {...form.getInputProps(`${at(place)}.description`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove scope ${scopes[place]?.name || place + 1}`}
            onClick={() => {
              form.removeListItem('scopes', place);
              add.current?.focus();
            }}
          >
            <Icon path={mdiTrashCanOutline} size={18} />
          </ActionIcon>
        </div>
      ))}
      {typeof form.errors['scopes'] === 'string' && <Input.Error>{form.errors['scopes']}</Input.Error>}
      <Group>
        <Button
          ref={add}
          data-path="scopes"
          variant="default"
          size="xs"
          leftSection={<Icon path={mdiPlus} size={16} />}
          disabled={scopes.length >= 100}
          onClick={() => form.insertListItem('scopes', { name: '', description: '' })}
        >
          Add scope
        </Button>
      </Group>
    </fieldset>
  );
}
