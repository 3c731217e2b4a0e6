import { Stack, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { LifetimeInput } from '../../elements/lifetime-input.js';
import { AuthenticationFields } from './authentication-fields.js';
import { NEW_CLIENT, valuesOf } from './client-values.js';
import classes from './more-settings.module.css';
import { ResourceServerField } from './resource-server-field.js';
import type { ClientForm } from './client-form.js';

const FIELDS = [
  'token_lifetime_seconds',
  'allowed_addresses',
  'resource_server_for',
  'jwks',
  'jwks_uri',
] as const;
const UNSET = valuesOf(NEW_CLIENT);

interface Props {
  readonly form: ClientForm;
}

/** What few clients need. It is open where something of it is set, or wrong. */
export function MoreSettings({ form }: Props) {
  const { values, errors } = form;
  const [isOpen, setOpen] = useState(FIELDS.some((field) => values[field] !== UNSET[field]));
  const details = useRef<HTMLDetailsElement>(null);
  const wrong = FIELDS.find((field) => errors[field] !== undefined);

  useEffect(() => {
    if (wrong === undefined || details.current === null || details.current.open) return;
    // While it was closed nothing in it could take the focus.
    details.current.open = true;
    if (document.querySelector('[aria-invalid=true]:focus') === null) form.getInputNode(wrong)?.focus();
  }, [wrong, form]);

  return (
    <details
      ref={details}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className={classes['card']}
    >
      <summary className={classes['summary']}>More settings</summary>
      <Stack className={classes['content'] ?? ''}>
        <LifetimeInput
          label="Token lifetime"
          description="From a minute to a day, where its tokens are to live shorter than the API says. Empty: as the API says."
          {...form.getInputProps('token_lifetime_seconds')}
          value={values.token_lifetime_seconds}
        />
        <Textarea
          label="Allowed addresses"
          description="From where it may get tokens: IP addresses or CIDR blocks, such as 198.51.100.0/24, one a line. Empty: from everywhere."
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          {...form.getInputProps('allowed_addresses')}
        />
        <AuthenticationFields form={form} />
        <ResourceServerField form={form} />
      </Stack>
    </details>
  );
}
