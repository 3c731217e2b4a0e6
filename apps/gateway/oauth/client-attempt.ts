import type { ClientAttempt } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';
import { addressOf } from '../http/address.js';
import type { Form } from './form.js';
import { presentedClient } from './presented-client.js';

/**
 * The try to authenticate that a request makes.
 *
 * @throws Failure as `presentedClient`
 */
export function clientAttempt(request: FastifyRequest, form: Form): ClientAttempt {
  return { authentication: presentedClient(request, form), address: addressOf(request) };
}
