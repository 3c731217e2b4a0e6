import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure, inspectBearer, MANAGEMENT_AUDIENCE, type AccessTokenClaims } from '@postern/contracts';
import type { NatsClient } from '@postern/messaging';
import { claimsOf } from '../http/access/claims.js';
import type { Sessions } from '../session/sessions.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';

const CLAIMS: AccessTokenClaims = {
  iss: 'https://issuer.example',
  sub: 'pcl_1',
  client_id: 'pcl_1',
  aud: MANAGEMENT_AUDIENCE,
  iat: 1,
  exp: 2,
  jti: 'x.0',
  scope: 'clients:read audit:read',
};

const routes = { read: () => 'read', write: () => 'written', any: () => 'any' };
RequireScope('clients:read')(routes.read);
RequireScope('clients:write')(routes.write);
type Route = keyof typeof routes;

const ask = jest.fn<(...asked: unknown[]) => Promise<AccessTokenClaims>>();
const admitSession = jest.fn<Sessions['admit']>();
const guard = new BearerGuard({ request: ask } as unknown as NatsClient, new Reflector(), {
  admit: admitSession,
} as unknown as Sessions);

function executionOf(authorization: string | undefined, route: Route = 'any') {
  const headersDistinct = authorization === undefined ? {} : { authorization: [authorization] };
  const request = { id: 'request-1', raw: { headersDistinct } };
  const execution = {
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => ({}) }),
    getHandler: () => routes[route],
  };
  return { request: request as never, execution: execution as unknown as ExecutionContext };
}

const passes = (authorization: string | undefined, route?: Route) =>
  guard.canActivate(executionOf(authorization, route).execution);
const refusal = (code: string) => expect.objectContaining({ code });

beforeEach(() => {
  ask.mockReset().mockResolvedValue(CLAIMS);
  admitSession.mockReset().mockRejectedValue(new Failure('missing_token'));
});

describe('the bearer guard', () => {
  it.each(['Bearer a.b-c_d~e+f/g==', 'bearer abc', 'BEARER   abc  '])(
    'asks about the token in %j',
    async (header) => {
      await expect(passes(header)).resolves.toBe(true);
      const token = header.trim().split(/ +/)[1];
      expect(ask).toHaveBeenCalledWith(inspectBearer, { token }, expect.anything());
    },
  );

  it.each([undefined, '', 'Basic eDp5', 'abc', 'Bearerabc', 'DPoP abc'])(
    '29: takes %j for no token (RFC 6750 §3.1)',
    async (header) => {
      await expect(passes(header)).rejects.toEqual(refusal('missing_token'));
      expect(ask).not.toHaveBeenCalled();
    },
  );

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer "abc"',
    'Bearer abc, Basic eDp5',
    'Bearer é',
    'Bearer =',
  ])('29: takes %j for a bad one', async (header) => {
    await expect(passes(header)).rejects.toEqual(refusal('invalid_token'));
    expect(ask).not.toHaveBeenCalled();
  });

  it('hands on what the token service says', async () => {
    ask.mockRejectedValue(new Failure('unavailable'));
    await expect(passes('Bearer abc')).rejects.toEqual(refusal('unavailable'));
  });

  it.each([MANAGEMENT_AUDIENCE, ['https://other.example', MANAGEMENT_AUDIENCE]])(
    'lets in a token for %j that has the scope',
    async (aud) => {
      ask.mockResolvedValue({ ...CLAIMS, aud });
      await expect(passes('Bearer abc', 'read')).resolves.toBe(true);
    },
  );

  it.each(['https://issuer.example', [], `${MANAGEMENT_AUDIENCE}x`])(
    '29: refuses a token for %j, whatever its scope',
    async (aud) => {
      ask.mockResolvedValue({ ...CLAIMS, aud });
      await expect(passes('Bearer abc', 'read')).rejects.toEqual(refusal('invalid_token'));
    },
  );

  it.each(['clients:read', '', 'clients:writer', 'xclients:write', 'clients:read,clients:write'])(
    '29: refuses a write with scope %j',
    async (scope) => {
      ask.mockResolvedValue({ ...CLAIMS, scope });
      await expect(passes('Bearer abc', 'write')).rejects.toEqual(refusal('insufficient_scope'));
    },
  );

  it('keeps the claims for the handler, and only once the token is let in', async () => {
    const letIn = executionOf('Bearer abc', 'read');
    await guard.canActivate(letIn.execution);
    expect(claimsOf(letIn.request)).toBe(CLAIMS);
    const refused = executionOf('Bearer abc', 'write');
    await expect(guard.canActivate(refused.execution)).rejects.toThrow();
    expect(() => claimsOf(refused.request)).toThrow('no guard');
  });

  it('40: asks for a session where there is no bearer token, and holds it to the same scopes', async () => {
    admitSession.mockResolvedValue(CLAIMS);
    for (const header of [undefined, 'Basic eDp5']) {
      await expect(passes(header, 'read')).resolves.toBe(true);
      await expect(passes(header, 'write')).rejects.toEqual(refusal('insufficient_scope'));
    }
    expect(ask).not.toHaveBeenCalled();
  });

  it('40: looks at no session where there is a bearer token, good or bad', async () => {
    await expect(passes('Bearer abc', 'read')).resolves.toBe(true);
    await expect(passes('Bearer')).rejects.toEqual(refusal('invalid_token'));
    ask.mockRejectedValue(new Failure('invalid_token'));
    await expect(passes('Bearer abc')).rejects.toEqual(refusal('invalid_token'));
    expect(admitSession).not.toHaveBeenCalled();
  });
});
