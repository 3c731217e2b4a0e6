import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import type { AdmitClient } from '../limits/admit-client.js';
import { ADDRESS, credentials, newClient } from '../fixtures/records.js';
import type { VerifyToken } from '../introspection/verify-token.js';
import type { RevokedTokens } from './revoked-tokens.js';
import { RevokeToken } from './revoke-token.js';

const context = new RequestContext('test', Deadline.after(600_000));
const authenticate = jest.fn<AdmitClient['execute']>();
const verify = jest.fn<VerifyToken['execute']>();
const add = jest.fn<RevokedTokens['add']>();
const revoke = new RevokeToken(
  { execute: authenticate } as unknown as AdmitClient,
  { execute: verify } as unknown as VerifyToken,
  { add } as unknown as RevokedTokens,
);
const { record: caller } = await newClient();
const { record: other } = await newClient();
const answer = () =>
  revoke.execute(
    { authentication: credentials(caller.client_id, 'presented'), address: ADDRESS, token: 'token' },
    context,
  );

function isTokenOf(client_id: string): void {
  verify.mockResolvedValue({
    ...{ iss: 'i', sub: client_id, client_id, aud: 'a', iat: 1, exp: 2, jti: 'j', scope: '' },
  });
}

beforeEach(() => {
  authenticate.mockReset().mockResolvedValue(caller);
  verify.mockReset();
  add.mockReset().mockResolvedValue();
});

describe('24: revocation', () => {
  it('ends a token of the caller', async () => {
    isTokenOf(caller.client_id);
    expect(await answer()).toEqual({});
    const change = {
      event_id: expect.any(String),
      actor: { type: 'client', id: caller.client_id, address: '192.0.2.1' },
      action: 'token.revoked',
      subject_id: 'j',
      request_id: 'test',
      after: {
        client_id: caller.client_id,
        revoked_at: expect.any(String),
        expires_at: '1970-01-01T00:00:02.000Z',
      },
    };
    expect(add.mock.calls).toEqual([[{ jti: 'j', exp: 2 }, change, context]]);
  });

  it('is done already where there is no such token', async () => {
    verify.mockResolvedValue(undefined);
    expect(await answer()).toEqual({});
    expect(add).not.toHaveBeenCalled();
  });

  it("does not end another client's token", async () => {
    isTokenOf(other.client_id);
    await expect(answer()).rejects.toMatchObject({ code: 'unauthorized_client' });
    expect(add).not.toHaveBeenCalled();
  });

  it('looks at no token for a caller who is not a client', async () => {
    authenticate.mockRejectedValue(new Failure('invalid_client'));
    await expect(answer()).rejects.toMatchObject({ code: 'invalid_client' });
    expect(verify).not.toHaveBeenCalled();
  });

  it('is not done where that is not certain', async () => {
    isTokenOf(caller.client_id);
    add.mockRejectedValue(new Failure('unavailable'));
    await expect(answer()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
