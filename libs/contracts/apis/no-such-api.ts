import { Failure } from '../failure.js';

/** What an API's ID answers where no API has it. */
export function noSuchApi(): Failure {
  return new Failure('not_found', { message: 'There is no API with this ID.' });
}
