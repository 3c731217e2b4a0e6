import { Alert, Button, Group, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import {
  addSecret,
  MOST_SECRETS,
  newSecret,
  type ApplicationClient,
  type ReplyOf,
  type SecretFacts,
} from '@postern/contracts';
import { useState } from 'react';
import { IdempotencyKeys } from '../../api/idempotency-keys.js';
import { request } from '../../api/request.js';
import { durationInWords } from '../../elements/durations.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { useContractForm } from '../../elements/use-contract-form.js';
import { clientPath } from '../client-query.js';
import { useClientChanged } from '../use-client-changed.js';
import { GRACES_SECONDS, LIFETIMES_DAYS, newSecretBody, type SecretTerms } from './secret-terms.js';

interface Props {
  readonly client: ApplicationClient;
  readonly others: readonly SecretFacts[];
  readonly onBusy: (isBusy: boolean) => void;
  /** With what is to be said of the others. */
  readonly onAdded: (added: ReplyOf<typeof addSecret>, ofOthers: string) => void;
  readonly onCancel: () => void;
}

/** On which terms a new secret comes, and what becomes of the others. */
export function NewSecretForm({ client, others, onBusy, onAdded, onCancel }: Props) {
  const [openedAt] = useState(Date.now);
  const [keys] = useState(() => new IdempotencyKeys());
  const tellChanged = useClientChanged(client.client_id);
  const isFull = others.length >= MOST_SECRETS;
  const { form, submit, saving, problem } = useContractForm<
    SecretTerms,
    typeof newSecret,
    ReplyOf<typeof addSecret>
  >({
    schema: newSecret,
    initialValues: {
      expires: 'never',
      last_day: '',
      others: isFull ? 'end_now' : 'stay',
      grace_seconds: String(GRACES_SECONDS[1]),
    },
    labels: { expires_at: 'The day', others_expire_in_seconds: 'The time' },
    body: (terms) => newSecretBody(terms, openedAt),
    save: async (body) => {
      onBusy(true);
      try {
        const path = `${clientPath(client.client_id)}/secrets`;
        const added = await request({
          method: 'POST',
          path,
          body,
          reply: addSecret.reply,
          idempotencyKey: keys.for(body),
        });
        await tellChanged();
        return added;
      } finally {
        onBusy(false);
      }
    },
    onSaved: (added) => onAdded(added, fateOf(others.length, form.getValues())),
  });
  const { expires, last_day } = form.values;
  const wrongDay = form.errors['expires_at'];
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <NativeSelect
          label="It expires"
          data-autofocus
          data={[
            { value: 'never', label: 'Never' },
            ...LIFETIMES_DAYS.map((days) => ({ value: String(days), label: `In ${days} days` })),
            { value: 'date', label: 'After a day of your choice' },
          ]}
          {...form.getInputProps('expires')}
        />
        {expires === 'date' && (
          <TextInput
            type="date"
            label="The last day on which it works"
            {...form.getInputProps('last_day')}
            error={wrongDay && last_day === '' ? 'Choose a day.' : wrongDay}
            data-path="expires_at"
          />
        )}
        {others.length > 0 && (
          <Radio.Group
            label={
              others.length === 1 ? 'The secret that it has' : `The ${others.length} secrets that it has`
            }
            {...form.getInputProps('others')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="stay" label="Stay as they are" disabled={isFull} />
              <Radio
                value="end_later"
                label="Stop working after a while"
                description="Time to put the new one in place without an outage."
                disabled={isFull}
              />
              <Radio
                value="end_now"
                label="Stop working at once"
                description="For one that somebody else has seen."
              />
            </Stack>
          </Radio.Group>
        )}
        {isFull && (
          <Alert>
            It has {MOST_SECRETS} secrets, which is the most there can be. Remove one to keep the others.
          </Alert>
        )}
        {form.values.others === 'end_later' && (
          <NativeSelect
            label="After"
            data={GRACES_SECONDS.map((seconds) => ({
              value: String(seconds),
              label: durationInWords(seconds),
            }))}
            {...form.getInputProps('grace_seconds')}
            error={form.errors['others_expire_in_seconds']}
          />
        )}
        {problem && <ProblemDisplay error={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={saving}>
            Cancel
          </Button>
          <Button type="submit" loading={saving}>
            {others.length > 0 && form.values.others !== 'stay' ? 'Rotate secret' : 'Add secret'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function fateOf(others: number, terms: SecretTerms): string {
  if (others === 0) return '';
  switch (terms.others) {
    case 'stay':
      return 'What it had before works on. Remove it once nothing uses it any more.';
    case 'end_later':
      return `Put it in place within ${durationInWords(Number(terms.grace_seconds))}: then what it had before stops working.`;
    case 'end_now':
      return 'What it had before has stopped working.';
  }
}
