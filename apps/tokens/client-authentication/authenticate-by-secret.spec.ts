import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argon2Metrics, Metrics } from '@postern/observability';
import { AuthenticationMetrics } from './authentication-metrics.js';
import { Failure, type ClientRecord, type PresentedSecret } from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import type { ClientRecords, FoundClient } from '../client-records/client-records.js';
import {
  ADDRESS,
  credentials,
  newClient,
  newClientId,
  newSecret,
  secretRecord,
} from '../fixtures/records.js';
import { AuthenticateBySecret } from './authenticate-by-secret.js';
import { Pepper } from './secret-digest.js';
import { SecretVerifier } from './secret-verifier.js';
import type { UseReports } from './use-reports.js';

const context = new RequestContext('test', Deadline.after(600_000));
const known = new Map<string, ClientRecord>();
const find = jest.fn<(clientId: string, context: RequestContext) => Promise<FoundClient>>();
const keepDigests = jest.fn<ClientRecords['keepDigests']>();
const note = jest.fn<UseReports['note']>();
let verifier: SecretVerifier;
let authenticate: AuthenticateBySecret;

beforeEach(() => {
  known.clear();
  find.mockReset().mockImplementation((id) => Promise.resolve({ record: known.get(id), digests: {} }));
  note.mockReset();
  keepDigests.mockReset().mockResolvedValue();
  const records = { find, keepDigests } as unknown as ClientRecords;
  verifier = new SecretVerifier(new Pepper(randomBytes(32)), Argon2Metrics.unread());
  authenticate = new AuthenticateBySecret(
    records,
    verifier,
    { note } as unknown as UseReports,
    new AuthenticationMetrics(new Metrics()),
  );
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function register(more: Partial<ClientRecord> = {}) {
  const client = await newClient(more);
  known.set(client.record.client_id, client.record);
  return client;
}

const attempt = (presented: PresentedSecret, address = ADDRESS) =>
  authenticate.execute(presented, address, context);

/** All that a caller could tell a refusal by. */
async function refusal(presented: PresentedSecret, address = ADDRESS) {
  const error: unknown = await attempt(presented, address).catch((thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw new Error('It was not refused.', { cause: error });
  const { code, message, fields, retryAfterSeconds } = error;
  return { code, message, fields, retryAfterSeconds };
}

describe('client authentication', () => {
  it('answers with the record of who proved to be the client', async () => {
    const { record, authentication } = await register();
    expect(await attempt(authentication)).toBe(record);
    expect(find).toHaveBeenCalledWith(record.client_id, context);
    expect(note.mock.calls).toEqual([[record.client_id, record.secrets[0]!.secret_id]]);
  });

  it.each([
    ['deleted', undefined],
    ['disabled', { status: 'disabled' as const }],
    ['rotated', { secrets: [] }],
    ['bound to other addresses', { allowed_addresses: ['198.51.100.0/24'] }],
  ])('refuses a client that is %s while its secret is being proved', async (_, change) => {
    const { record, authentication } = await register();
    const found = (seen: ClientRecord | undefined) => Promise.resolve({ record: seen, digests: {} });
    find.mockReturnValueOnce(found(record)).mockReturnValueOnce(found(change && { ...record, ...change }));
    expect(await refusal(authentication)).toMatchObject({ code: 'invalid_client' });
  });

  it('12: refuses all others alike', async () => {
    const { record, secret, authentication } = await register();
    const other = await register();
    const disabled = await register({ status: 'disabled' });
    const without = await register({ secrets: [] });
    const ended = await secretRecord(secret, { expires_at: '2020-01-01T00:00:00.000Z' });
    const expired = await register({ secrets: [ended] });
    // A wrong secret that argon2 has to refuse, since its hint is the right one.
    const hinted = await register({ secrets: [{ ...record.secrets[0]!, hint: other.secret.slice(-4) }] });
    const refused = [
      credentials(record.client_id, newSecret()),
      credentials(record.client_id, `${secret}x`),
      credentials(record.client_id, ''),
      credentials(record.client_id, other.secret),
      credentials(hinted.record.client_id, other.secret),
      credentials(newClientId(), secret),
      credentials(record.client_id.toLowerCase(), secret),
      credentials('__proto__', secret),
      credentials('', ''),
      credentials(`${record.client_id}\n`, secret),
      credentials('x'.repeat(10_000), secret),
      disabled.authentication,
      credentials(without.record.client_id, secret),
      credentials(expired.record.client_id, secret),
    ];
    const first = await refusal(refused[0]!);
    expect(first).toMatchObject({ code: 'invalid_client', fields: undefined });
    for (const presented of refused) expect(await refusal(presented)).toEqual(first);
    const bound = await register({ allowed_addresses: ['198.51.100.0/24'] });
    expect(await refusal(bound.authentication, '192.0.2.1')).toEqual(first);
    expect(await attempt(bound.authentication, '198.51.100.7')).toBe(bound.record);
    expect(await attempt(authentication)).toBe(record);
  });

  it.each([
    ['nothing', ''],
    ['__proto__', '__proto__'],
    ['the prefix', 'pcl_'],
    ['a character too many', `pcl_${'a'.repeat(23)}`],
    ['a character that no ID has', `pcl_${'a'.repeat(21)}*`],
    ['10 kB', 'x'.repeat(10_000)],
  ])('reads no record for %s in place of a client ID', async (_, id) => {
    await refusal(credentials(id, newSecret()));
    expect(find).not.toHaveBeenCalled();
  });

  it('17: takes either of two live secrets, and each no longer in the very second in which it expires', async () => {
    const [first, second] = [newSecret(), newSecret()];
    const end = Date.parse('2030-01-01T00:00:00.000Z');
    const { record } = await register({
      secrets: [
        await secretRecord(first, { expires_at: '2030-01-01T00:00:00.000Z' }),
        await secretRecord(second, { expires_at: '2030-01-01T00:00:01.000Z' }),
      ],
    });
    const outcomes = async (now: number) => {
      jest.spyOn(Date, 'now').mockReturnValue(now);
      const attempts = [first, second].map((secret) => attempt(credentials(record.client_id, secret)));
      return (await Promise.allSettled(attempts)).map(({ status }) => status);
    };
    expect(await outcomes(end - 1)).toEqual(['fulfilled', 'fulfilled']);
    expect(await outcomes(end)).toEqual(['rejected', 'fulfilled']);
    expect(await outcomes(end + 999)).toEqual(['rejected', 'fulfilled']);
    expect(await outcomes(end + 1_000)).toEqual(['rejected', 'rejected']);
  });

  it('17: does not take a secret that expires while it is being proved', async () => {
    const end = Date.parse('2030-01-01T00:00:00.000Z');
    const secret = newSecret();
    const { record } = await register({
      secrets: [await secretRecord(secret, { expires_at: '2030-01-01T00:00:00.000Z' })],
    });
    const now = jest.spyOn(Date, 'now').mockReturnValue(end - 1);
    const verify = verifier.verify.bind(verifier);
    const spy = jest.spyOn(verifier, 'verify').mockImplementation(async (...presented) => {
      const verdict = await verify(...presented);
      now.mockReturnValue(end);
      return verdict;
    });
    expect(await refusal(credentials(record.client_id, secret))).toMatchObject({ code: 'invalid_client' });
    spy.mockRestore();
    now.mockReturnValue(end - 1);
    expect(await attempt(credentials(record.client_id, secret))).toBe(record);
  });

  it('keeps a digest once a secret is proved, and again only for what is proved anew', async () => {
    const { record, authentication } = await register();
    await attempt(authentication);
    await attempt(authentication);
    await refusal(credentials(record.client_id, newSecret()));
    const [secret] = record.secrets;
    const kept = { [secret!.secret_id]: expect.any(String) };
    expect(keepDigests.mock.calls).toEqual([[record.client_id, kept, expect.anything()]]);
    expect(JSON.stringify(keepDigests.mock.calls)).not.toContain(authentication.client_secret);
  });

  it('11: is unavailable, and refuses nobody, where the record cannot be read', async () => {
    const { authentication } = await register();
    find.mockRejectedValueOnce(new Failure('unavailable'));
    await expect(attempt(authentication)).rejects.toMatchObject({ code: 'unavailable' });
    await attempt(authentication);
  });
});
