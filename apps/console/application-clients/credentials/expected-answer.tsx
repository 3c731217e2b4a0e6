import { Text } from '@mantine/core';
import { CodeBlock } from '../../elements/code-block.js';
import { durationInWords } from '../../elements/durations.js';
import type { TokenAnswer } from './token-request.js';

interface Props {
  readonly answer: TokenAnswer;
  readonly issuer: string;
}

/** What whoever asks for a token gets to see. */
export function ExpectedAnswer({ answer, issuer }: Props) {
  const { expiresInSeconds, scopes } = answer;
  const body = {
    access_token: 'eyJhbGciOi…',
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
  return (
    <>
      <Text size="sm">It answers like this:</Text>
      <CodeBlock code={JSON.stringify(body, null, 2)} what="Example of an answer" wrap example />
      <Text size="sm">
        Send the access token with every call, as <code>Authorization: Bearer eyJhbGciOi…</code>, and get a
        new one when it expires, in {durationInWords(expiresInSeconds)}. To see what is in it, send it to{' '}
        <code>{`${issuer}/v1/whoami`}</code>.
      </Text>
    </>
  );
}
