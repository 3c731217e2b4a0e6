import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Issuer } from '@postern/config';
import { Failure, type ClientRecord } from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import type { UseReports } from '../client-authentication/use-reports.js';
import type { ClientKeys } from '../client-keys/client-keys.js';
import { KeySet } from '../client-keys/key-set.js';
import type { ClientRecords } from '../client-records/client-records.js';
import { claimsOf, newKeyPair, presented, recordWithKeys, signed } from '../fixtures/assertions.js';
import { ADDRESS } from '../fixtures/records.js';
import { ISSUER } from '../fixtures/tokens-stage.js';
import { AuthenticateByAssertion } from './authenticate-by-assertion.js';
import type { UsedAssertions } from './used-assertions.js';

const pair = newKeyPair('a');
const record = recordWithKeys([pair.jwk]);
const find = jest.fn<ClientRecords['find']>();
const keysOf = jest.fn<ClientKeys['of']>();
const use = jest.fn<UsedAssertions['use']>();
const note = jest.fn<UseReports['note']>();
let authenticate: AuthenticateByAssertion;

const found = (seen: ClientRecord | undefined) => Promise.resolve({ record: seen, digests: {} });

beforeEach(() => {
  find.mockReset().mockImplementation(() => found(record));
  keysOf.mockReset().mockResolvedValue(new KeySet([pair.jwk]));
  use.mockReset().mockResolvedValue(true);
  note.mockReset();
  authenticate = new AuthenticateByAssertion(
    { find } as unknown as ClientRecords,
    { of: keysOf } as unknown as ClientKeys,
    { use } as unknown as UsedAssertions,
    { note } as unknown as UseReports,
    new Issuer(ISSUER),
  );
});

async function attempt(deadline = Deadline.after(60_000)) {
  const assertion = await signed(pair, claimsOf(record.client_id));
  return authenticate.execute(presented(assertion), ADDRESS, new RequestContext('test', deadline));
}

describe('a client with an assertion', () => {
  it('is let in as it is at the end, and that is noted', async () => {
    const later = { ...record, version: 2, scopes: ['new'] };
    find.mockReturnValueOnce(found(record)).mockReturnValueOnce(found(later));
    expect(await attempt()).toBe(later);
    expect(note.mock.calls).toEqual([[record.client_id, null]]);
  });

  it.each<[string, ClientRecord | undefined]>([
    ['deleted', undefined],
    ['disabled', { ...record, status: 'disabled' }],
    ['given other keys', { ...record, jwks: { keys: [newKeyPair('a').jwk] } }],
    ['given keys that it publishes', { ...record, jwks: null, jwks_uri: 'https://client.example/' }],
    ['bound to other addresses', { ...record, allowed_addresses: ['198.51.100.0/24'] }],
    ['given a secret', { ...record, token_endpoint_auth_method: 'client_secret_basic', jwks: null }],
  ])('18: is refused where it is %s while its assertion is being proved', async (_, change) => {
    find.mockReturnValueOnce(found(record)).mockReturnValueOnce(found(change));
    await expect(attempt()).rejects.toMatchObject({ code: 'invalid_client' });
    expect(note).not.toHaveBeenCalled();
  });

  it('18: keeps its assertion where nobody waits for the answer any more', async () => {
    await expect(attempt(Deadline.after(-1))).rejects.toMatchObject({ code: 'unavailable' });
    expect(use).not.toHaveBeenCalled();
  });

  it.each([
    ['its record', find],
    ['its keys', keysOf],
    ['what was used', use],
  ])('11: is not refused where %s cannot be read', async (_, part) => {
    part.mockRejectedValueOnce(new Failure('unavailable'));
    await expect(attempt()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await attempt()).toBe(record);
  });
});
