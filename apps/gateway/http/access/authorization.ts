import { Failure } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';

/**
 * The `Authorization` header. Node takes the first of two where a proxy in front may have judged the other, so
 * two are refused.
 *
 * @throws Failure `invalid_request`
 */
export function authorizationOf(request: FastifyRequest): string | undefined {
  const [header, ...others] = request.raw.headersDistinct['authorization'] ?? [];
  if (others.length > 0)
    throw new Failure('invalid_request', { message: 'The header Authorization stands there twice.' });
  return header;
}
