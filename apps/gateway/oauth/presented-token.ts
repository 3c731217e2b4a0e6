import { Failure } from '@postern/contracts';
import type { Form } from './form.js';

/**
 * The token that a request asks about (RFC 7662 §2.1) or wants to end (RFC 7009 §2.1).
 *
 * @throws Failure `invalid_request` where there is none
 */
export function presentedToken(form: Form): string {
  // A hint may be ignored, but doubled it is as malformed as any other parameter.
  form.one('token_type_hint');
  const token = form.one('token');
  if (token === undefined)
    throw new Failure('invalid_request', { message: 'The parameter token is missing.' });
  return token;
}
