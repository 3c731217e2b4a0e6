import { Failure } from '../failure.js';

/** What everything under a client's ID answers where no client has it. */
export function noSuchClient(): Failure {
  return new Failure('not_found', { message: 'There is no application client with this ID.' });
}
