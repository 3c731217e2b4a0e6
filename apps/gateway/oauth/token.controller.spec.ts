import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { issueToken } from '@postern/contracts';
import { Deadline, RequestContext, type NatsClient } from '@postern/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FormText } from '../http/body-parsers.js';
import { TokenController } from './token.controller.js';

const AUTHENTICATION = { method: 'client_secret_post', client_id: 'id', client_secret: 'secret' };
const ask = jest.fn<(contract: unknown, request: unknown, context: RequestContext) => Promise<object>>();
const controller = new TokenController({ request: ask } as unknown as NatsClient);
const header = jest.fn<(name: string, value: string) => unknown>().mockReturnThis();
const reply = { header } as unknown as FastifyReply;
const context = new RequestContext('request-1', Deadline.after(5_000));

function issue(parameters: string) {
  const body = new FormText(`client_id=id&client_secret=secret&${parameters}`);
  const request = { body, ip: '192.0.2.7', raw: { headersDistinct: {} } } as unknown as FastifyRequest;
  return controller.issue(request, reply, context);
}
const refusal = (code: string) => expect.objectContaining({ code });

beforeEach(() => {
  ask.mockReset().mockResolvedValue({ access_token: 'token' });
  header.mockClear();
});

describe('the token endpoint', () => {
  it.each([
    ['grant_type=client_credentials', undefined, []],
    ['grant_type=client_credentials&scope=', undefined, []],
    ['grant_type=client_credentials&scope=a+b', ['a', 'b'], []],
    ['grant_type=client_credentials&scope=a%20a', ['a'], []],
    ['grant_type=client_credentials&resource=x&resource=y', undefined, ['x', 'y']],
  ])('asks the token service for what %s says', async (parameters, scopes, resources) => {
    await issue(parameters);
    const attempt = { authentication: AUTHENTICATION, address: '192.0.2.7' };
    const request = { ...attempt, grant_type: 'client_credentials', scopes, resources };
    expect(ask).toHaveBeenCalledWith(issueToken, request, expect.anything());
  });

  it('says what is left of the limits on requests, in headers and not in the body', async () => {
    const limit = { policy: 'client', quota: 60, window_seconds: 60, remaining: 12, reset_seconds: 34 };
    const limits = [limit, { ...limit, policy: 'address', quota: 600, remaining: 0 }];
    ask.mockResolvedValue({ access_token: 'token', rate_limits: limits });
    expect(await issue('grant_type=client_credentials')).toEqual({ access_token: 'token' });
    expect(header.mock.calls).toEqual([
      ['ratelimit-policy', '"client";q=60;w=60, "address";q=600;w=60'],
      ['ratelimit', '"client";r=12;t=34, "address";r=0;t=34'],
    ]);
  });

  it('says nothing of limits where there are none', async () => {
    expect(await issue('grant_type=client_credentials')).toEqual({ access_token: 'token' });
    expect(header).not.toHaveBeenCalled();
  });

  it('waits less than its caller', async () => {
    await issue('grant_type=client_credentials');
    expect(ask.mock.calls[0]![2].deadline.at).toBeLessThan(context.deadline.at);
  });

  it.each([
    ['2', '', 'invalid_request'],
    ['2', 'grant_type=', 'invalid_request'],
    ['3', 'grant_type=password', 'unsupported_grant_type'],
    ['3', 'grant_type=client_credentials%20', 'unsupported_grant_type'],
    ['3', 'grant_type=CLIENT_CREDENTIALS', 'unsupported_grant_type'],
    ['4', 'grant_type=client_credentials&grant_type=client_credentials', 'invalid_request'],
    ['4', 'grant_type=client_credentials&scope=a&scope=a', 'invalid_request'],
    ['6', 'grant_type=client_credentials&scope=%22', 'invalid_scope'],
    ['6', 'grant_type=client_credentials&scope=a++b', 'invalid_scope'],
  ])('%s: refuses %j without asking', async (_, parameters, code) => {
    await expect(issue(parameters)).rejects.toThrow(refusal(code));
    expect(ask).not.toHaveBeenCalled();
  });
});
