import { Failure } from '../failure.js';

/** What a secret's ID answers where the client has no such secret, or none that is live. */
export function noSuchSecret(): Failure {
  return new Failure('not_found', { message: 'The client has no live secret with this ID.' });
}
