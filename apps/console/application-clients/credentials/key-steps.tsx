import { Stack, Text } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { CodeBlock } from '../../elements/code-block.js';
import { LabelledValue } from '../../elements/labelled-value.js';
import { nodeProgramWithKey } from './node-program.js';
import type { TokenRequest } from './token-request.js';

interface Props {
  readonly client: ApplicationClient;
  readonly request: TokenRequest;
}

/** What to do with a client that has no secret but keys. */
export function KeySteps({ client, request }: Props) {
  return (
    <Stack>
      <Text size="sm">
        There is no secret to copy. The client signs a short-lived assertion with its private key, which never
        leaves it, and Postern verifies that with{' '}
        {client.jwks_uri === null ? (
          'the public key that you gave'
        ) : (
          <>
            the keys at <code>{client.jwks_uri}</code>
          </>
        )}
        .
      </Text>
      <LabelledValue label="Client ID" value={request.clientId} />
      <LabelledValue label="Token URL" value={request.tokenUrl} />
      <Text size="sm">
        Any OAuth library that knows <code>private_key_jwt</code> does the rest. In Node, after{' '}
        <code>npm install openid-client jose</code>, with the private key as a JWK in{' '}
        <code>private-key.json</code>:
      </Text>
      <CodeBlock code={nodeProgramWithKey(request, client)} what="Node program" />
      <Text size="sm" c="dimmed">
        In the assertion <code>iss</code> and <code>sub</code> are the client ID, <code>aud</code> is{' '}
        <code>{request.issuer}</code> and nothing else, <code>exp</code> is at most five minutes ahead, and{' '}
        <code>jti</code> is another one each time.
      </Text>
    </Stack>
  );
}
