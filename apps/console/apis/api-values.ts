import type { Api } from '@postern/contracts';

/** What one can change of an API, as a form has it. */
export interface ApiValues extends Record<string, unknown> {
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  readonly token_lifetime_seconds: number;
}

export const API_LABELS = {
  name: 'Name',
  description: 'Description',
  scopes: 'Scopes',
  'scopes.*.name': 'Name',
  'scopes.*.description': 'Description',
  token_lifetime_seconds: 'Token lifetime',
};

export function apiValues({ name, description, scopes, token_lifetime_seconds }: Api): ApiValues {
  return { name, description, scopes, token_lifetime_seconds };
}
