import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { clientKey, MOST_KEYS, type ClientKey } from '@postern/contracts';
import { z } from 'zod';
import type { KeySetHosts } from './key-set-hosts.js';

/** For everything from the name to the last byte. Below what a caller of the token service waits. */
const TIMEOUT_MS = 2_000;
const MOST_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

const keySet = z.object({ keys: z.array(z.unknown()) });

export interface FetchedKeySet {
  /** Those that we can use, the first ten. */
  readonly keys: ClientKey[];
  /** What `Cache-Control` says (RFC 9111 §5.2.2.1). */
  readonly maxAgeSeconds: number | undefined;
}

/** Fetches a JWK Set from a host that nobody vouches for: bounded in time and size, and from where it says, only. */
export class FetchKeySet {
  constructor(private readonly hosts: KeySetHosts) {}

  /** @throws Error whatever goes wrong */
  async execute(uri: string): Promise<FetchedKeySet> {
    const url = new URL(uri);
    this.hosts.check(url);
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const asked = request(url, this.options());
    try {
      asked.on('error', () => undefined).end();
      // Redirects are not followed: they have another status.
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const keys = readKeys(await readBody(response));
      return { keys, maxAgeSeconds: readMaxAge(response.headers['cache-control']) };
    } finally {
      asked.destroy();
    }
  }

  private options(): RequestOptions {
    return {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      agent: false,
      lookup: this.hosts.lookup,
      autoSelectFamily: true,
      headers: {
        accept: 'application/jwk-set+json, application/json',
        'accept-encoding': 'identity',
        'user-agent': 'Postern',
      },
    } as RequestOptions;
  }
}

async function readBody(response: IncomingMessage): Promise<string> {
  const { statusCode, headers } = response;
  if (statusCode !== 200) throw new Error(`The answer has the status ${statusCode ?? 0}.`);
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) throw new Error('The answer is not JSON.');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Error('The answer is compressed.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('The answer is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** One key that we cannot use takes nothing from the others. */
function readKeys(body: string): ClientKey[] {
  const usable: ClientKey[] = [];
  for (const key of keySet.parse(JSON.parse(body)).keys) {
    const { data } = clientKey.safeParse(key);
    if (data !== undefined) usable.push(data);
    if (usable.length === MOST_KEYS) break;
  }
  return usable;
}

function readMaxAge(cacheControl: string | undefined): number | undefined {
  const seconds = /(?:^|[\s,])max-age="?(\d{1,10})(?!\d)/i.exec(cacheControl ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
