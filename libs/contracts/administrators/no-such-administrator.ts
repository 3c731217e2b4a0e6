import { Failure } from '../failure.js';

/** What an administrator's ID answers where nobody has it. */
export function noSuchAdministrator(): Failure {
  return new Failure('not_found', { message: 'There is no administrator with this ID.' });
}
