import { z } from 'zod';
import type { FieldProblem } from '../failure.js';
import type { ClientKeySet } from './client-keys.js';

/** How a client authenticates (RFC 7591 §2). One with a secret may send it by Basic and in the body alike. */
export const authenticationMethod = z.enum(
  ['client_secret_basic', 'private_key_jwt'],
  'is not client_secret_basic or private_key_jwt',
);

export interface AuthenticationSettings {
  readonly token_endpoint_auth_method: z.output<typeof authenticationMethod>;
  readonly jwks: ClientKeySet | null;
  readonly jwks_uri: string | null;
}

/** What does not fit together: keys are given or published by who authenticates with them, and by nobody else. */
export function authenticationProblems(settings: AuthenticationSettings): FieldProblem[] {
  const { token_endpoint_auth_method: method, jwks, jwks_uri: uri } = settings;
  if (method === 'private_key_jwt') {
    if (jwks === null && uri === null)
      return [{ field: 'jwks', message: 'is missing: private_key_jwt needs jwks or jwks_uri' }];
    if (jwks !== null && uri !== null)
      return [{ field: 'jwks_uri', message: 'stands beside jwks; a client has one of them' }];
    return [];
  }
  const message = 'needs the token_endpoint_auth_method private_key_jwt';
  return [
    ...(jwks === null ? [] : [{ field: 'jwks', message }]),
    ...(uri === null ? [] : [{ field: 'jwks_uri', message }]),
  ];
}
