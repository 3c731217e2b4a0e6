import type { ApplicationClient } from '@postern/contracts';

interface Props {
  readonly client: Pick<ApplicationClient, 'token_endpoint_auth_method' | 'jwks' | 'jwks_uri'>;
}

/** How a client authenticates. */
export function KeyFacts({ client }: Props) {
  const { token_endpoint_auth_method: method, jwks, jwks_uri } = client;
  if (method === 'client_secret_basic') return 'Client secret';
  if (jwks_uri !== null)
    return (
      <>
        The keys that it publishes at <code>{jwks_uri}</code>
      </>
    );
  const keys = (jwks?.keys ?? []).map(({ kid, kty }) => kid ?? kty);
  return `Its own ${keys.length === 1 ? 'key' : 'keys'}: ${keys.join(', ')}`;
}
