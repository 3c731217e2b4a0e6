import type { Administrator } from '@postern/contracts';

export function fullName(person: Pick<Administrator, 'first_name' | 'last_name'>): string {
  return `${person.first_name} ${person.last_name}`;
}
