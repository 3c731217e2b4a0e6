import { MANAGEMENT_AUDIENCE } from '@postern/contracts';
import { z } from 'zod';
import type { Credentials } from '../credentials.js';
import { Refusal } from '../refusal.js';
import { askPatiently } from './http-client.js';
import { parseJson } from './parse-json.js';

const reply = z.object({ access_token: z.string() });

/**
 * An access token for the management API (RFC 6749 §4.4).
 *
 * @throws Refusal
 */
export async function requestToken({ url, clientId, clientSecret }: Credentials): Promise<string> {
  const basic = Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64');
  const answer = await askPatiently(`${url}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: MANAGEMENT_AUDIENCE }).toString(),
  });
  const parsed = reply.safeParse(parseJson(answer.text));
  if (answer.status === 200 && parsed.success) return parsed.data.access_token;
  if (answer.status === 401)
    throw new Refusal([`${url} does not accept the client ${clientId} with this secret.`]);
  throw new Refusal([
    `${url} issues no token for the management API (status ${answer.status}). Is it Postern, and may the client ${clientId} manage?`,
  ]);
}

/** As RFC 6749 §2.3.1 wants it. */
function encode(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length);
}
