import type { FieldProblem } from '@postern/contracts';
import type { ApiError } from '../api/api-error.js';

/** Where one has signed in, it is the password alone that can be wrong. */
export function blameCurrentPassword({ code }: ApiError): FieldProblem[] {
  return code === 'wrong_credentials' ? [{ field: 'current_password', message: 'is wrong' }] : [];
}
