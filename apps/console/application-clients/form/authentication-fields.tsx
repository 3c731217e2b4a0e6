import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import type { ClientForm } from './client-form.js';

interface Props {
  readonly form: ClientForm;
}

/** How the client proves to be itself. */
export function AuthenticationFields({ form }: Props) {
  const { token_endpoint_auth_method: method, keys_from: source } = form.values;
  return (
    <>
      <Radio.Group label="Authentication" {...form.getInputProps('token_endpoint_auth_method')}>
        <Stack gap="xs" mt="xs">
          <Radio
            value="client_secret_basic"
            label="Client secret"
            description="What nearly everybody uses."
          />
          <Radio
            value="private_key_jwt"
            label="Key pair of its own (private_key_jwt)"
            description="It signs with a private key that never leaves it. There is no secret."
          />
        </Stack>
      </Radio.Group>
      {method === 'private_key_jwt' && (
        <Radio.Group label="Its public keys" {...form.getInputProps('keys_from')}>
          <Stack gap="xs" mt="xs">
            <Radio value="jwks" label="Are given here" />
            <Radio value="jwks_uri" label="Are published by it at a URL" />
          </Stack>
        </Radio.Group>
      )}
      {method === 'private_key_jwt' &&
        (source === 'jwks' ? (
          <Textarea
            label="Public keys"
            description='A JWK Set, {"keys": […]}, or a single JWK. Never the private key.'
            autosize
            minRows={4}
            maxRows={16}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('jwks')}
          />
        ) : (
          <TextInput
            label="URL of the keys"
            description="https, with a public host. It answers with a JWK Set."
            type="url"
            spellCheck={false}
            {...form.getInputProps('jwks_uri')}
          />
        ))}
    </>
  );
}
