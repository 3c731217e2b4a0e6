import { envValue } from './quoting.js';
import type { TokenRequest } from './token-request.js';

/** `postern-orders-sync.env` for "Orders sync"; by the client ID where no letter of the name can stand in a file name. */
export function envFileName({ clientName, clientId }: Pick<TokenRequest, 'clientName' | 'clientId'>): string {
  const plain = clientName
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `postern-${plain === '' ? clientId : plain}.env`;
}

/** What a program needs to get a token, one setting a line. */
export function envFile({ clientName, clientId, tokenUrl, resource }: TokenRequest, secret: string): string {
  const settings = {
    POSTERN_TOKEN_URL: tokenUrl,
    POSTERN_CLIENT_ID: clientId,
    POSTERN_CLIENT_SECRET: secret,
    ...(resource !== undefined && { POSTERN_RESOURCE: resource }),
  };
  return [
    `# Application client ${clientName}`,
    '# Whoever has this file is this client: keep it to yourself, and out of version control.',
    ...Object.entries(settings).map(([name, value]) => `${name}=${envValue(value)}`),
    '',
  ].join('\n');
}
