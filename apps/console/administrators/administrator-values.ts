import type { Administrator, AdministratorRole, FieldProblem } from '@postern/contracts';
import type { ApiError } from '../api/api-error.js';

/** What one can change of an administrator, as a form has it. */
export interface AdministratorValues extends Record<string, unknown> {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly role: AdministratorRole;
}

export const ADMINISTRATOR_LABELS = {
  first_name: 'First name',
  last_name: 'Last name',
  email: 'Email',
  role: 'Role',
};

export function administratorValues(administrator: Administrator): AdministratorValues {
  const { first_name, last_name, email, role } = administrator;
  return { first_name, last_name, email, role };
}

/** The field that a refusal is about. */
export function blameField({ code }: ApiError): FieldProblem[] {
  switch (code) {
    case 'email_taken':
      return [{ field: 'email', message: 'is that of another administrator' }];
    case 'last_administrator':
      return [
        {
          field: 'role',
          message: 'stays administrator, as nobody else has it: make somebody else an administrator first',
        },
      ];
    default:
      return [];
  }
}
