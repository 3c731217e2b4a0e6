import { Failure } from '@postern/contracts';
import { QueryFailedError } from 'typeorm';

/** @throws Failure `email_taken` where that is what the error means, else the error */
export function refuseTakenEmail(error: unknown): never {
  const { constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as {
    constraint?: string;
  };
  if (constraint === 'one_administrator_per_email') throw new Failure('email_taken');
  throw error;
}
