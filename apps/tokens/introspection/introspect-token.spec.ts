import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure, introspectToken, type AccessTokenClaims, type ClientRecord } from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import type { AdmitClient } from '../limits/admit-client.js';
import { ADDRESS, credentials, newClient } from '../fixtures/records.js';
import { DescribeToken } from './describe-token.js';
import type { InspectToken } from './inspect-token.js';
import { IntrospectToken } from './introspect-token.js';

const context = new RequestContext('test', Deadline.after(600_000));
const authenticate = jest.fn<AdmitClient['execute']>();
const inspect = jest.fn<InspectToken['execute']>();
const introspect = new IntrospectToken(
  { execute: authenticate } as unknown as AdmitClient,
  new DescribeToken({ execute: inspect } as unknown as InspectToken),
);
const { record: caller } = await newClient();
const { record: other } = await newClient();
const request = {
  authentication: credentials(caller.client_id, 'presented'),
  address: ADDRESS,
  token: 'token',
};

beforeEach(() => {
  authenticate.mockReset().mockResolvedValue(caller);
  inspect.mockReset();
});

function claimsOf({ client_id }: ClientRecord): AccessTokenClaims {
  const aud = ['https://issuer.example', 'urn:postern:management'];
  return { iss: 'i', sub: client_id, client_id, aud, iat: 1, exp: 2, jti: 'j', scope: 'a b' };
}

async function answer() {
  // As it leaves the service.
  return introspectToken.reply.parse(await introspect.execute(request, context));
}

describe('introspection', () => {
  it('tells a client all of its own token', async () => {
    inspect.mockResolvedValue(claimsOf(caller));
    expect(await answer()).toEqual({ ...claimsOf(caller), active: true, token_type: 'Bearer' });
    expect(inspect).toHaveBeenCalledWith('token', context);
  });

  it("22: tells it exactly that another client's token is not active, as of one that is none", async () => {
    inspect.mockResolvedValueOnce(claimsOf(other)).mockResolvedValueOnce(undefined);
    expect(await answer()).toEqual({ active: false });
    expect(await answer()).toEqual({ active: false });
  });

  it('tells a client with tokens:introspect of every token', async () => {
    authenticate.mockResolvedValue({ ...caller, scopes: ['tokens:introspect'] });
    inspect.mockResolvedValue(claimsOf(other));
    expect(await answer()).toEqual({ ...claimsOf(other), active: true, token_type: 'Bearer' });
  });

  it.each([['tokens'], ['tokens:introspect:all'], ['TOKENS:INTROSPECT'], ['clients:read', 'audit:read']])(
    'takes %p for no right to know others',
    async (...scopes) => {
      authenticate.mockResolvedValue({ ...caller, scopes });
      inspect.mockResolvedValue(claimsOf(other));
      expect(await answer()).toEqual({ active: false });
    },
  );

  it('21: looks at no token for a caller who is not a client', async () => {
    authenticate.mockRejectedValue(new Failure('invalid_client'));
    await expect(answer()).rejects.toMatchObject({ code: 'invalid_client' });
    expect(inspect).not.toHaveBeenCalled();
  });

  it('23: is unavailable where it cannot be told, and never active', async () => {
    inspect.mockRejectedValue(new Failure('unavailable'));
    await expect(answer()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
