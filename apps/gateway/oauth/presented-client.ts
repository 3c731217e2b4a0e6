import { Failure, type ClientAuthentication } from '@postern/contracts';
import { JWT_BEARER_ASSERTION, parseBasicCredentials, type BasicCredentials } from '@postern/oauth';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from '../http/access/authorization.js';
import type { Form } from './form.js';

/**
 * The client authentication that a request presents: a secret by Basic or in the body (RFC 6749 §2.3.1), or an
 * assertion (RFC 7521 §4.2). One of them, and never in the query.
 *
 * @throws Failure `invalid_client` where there is none of a kind that we know, `invalid_request` where it is
 *   malformed or doubled
 */
export function presentedClient(request: FastifyRequest, form: Form): ClientAuthentication {
  const header = authorizationOf(request);
  const clientId = form.one('client_id');
  const clientSecret = form.one('client_secret');
  const assertion = readAssertion(form);
  if (assertion !== undefined) {
    if (header !== undefined || clientSecret !== undefined) throw inOneWay();
    return { method: 'private_key_jwt', client_id: clientId, client_assertion: assertion };
  }
  if (header === undefined) {
    if (clientId === undefined || clientSecret === undefined) throw new Failure('invalid_client');
    return { method: 'client_secret_post', client_id: clientId, client_secret: clientSecret };
  }
  if (clientSecret !== undefined) throw inOneWay();
  const basic = readBasic(header);
  if (clientId !== undefined && clientId !== basic.clientId) {
    throw new Failure('invalid_request', {
      message: 'The client_id in the body is not the one in the header.',
    });
  }
  return { method: 'client_secret_basic', client_id: basic.clientId, client_secret: basic.clientSecret };
}

/** @throws Failure `invalid_request` for half of it, or another kind */
function readAssertion(form: Form): string | undefined {
  const type = form.one('client_assertion_type');
  const assertion = form.one('client_assertion');
  if (type === undefined && assertion === undefined) return undefined;
  if (type !== JWT_BEARER_ASSERTION) {
    throw new Failure('invalid_request', {
      message: `The parameter client_assertion_type is not ${JWT_BEARER_ASSERTION}.`,
    });
  }
  if (assertion === undefined)
    throw new Failure('invalid_request', { message: 'The parameter client_assertion is missing.' });
  return assertion;
}

function inOneWay(): Failure {
  return new Failure('invalid_request', {
    message:
      'Authenticate the client in one way: by the Authorization header, in the body, or by an assertion.',
  });
}

/** @throws Failure `invalid_client` for another scheme (RFC 6749 §5.2), `invalid_request` for a malformed value */
function readBasic(header: string): BasicCredentials {
  const [scheme, encoded = '', ...rest] = header.trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'basic') throw new Failure('invalid_client');
  const credentials = rest.length === 0 ? parseBasicCredentials(encoded) : undefined;
  if (credentials === undefined) {
    throw new Failure('invalid_request', {
      message: 'The Authorization header is not Basic with base64 of form-encoded client_id:client_secret.',
    });
  }
  return credentials;
}
