import { envFileName } from './env-file.js';
import { shellWord } from './quoting.js';
import type { TokenRequest } from './token-request.js';

/**
 * Gets a token, with the secret in it. It begins with a space: so most shells leave it out of their history. Everything
 * that needs no quotes has none, so that Windows takes it, too.
 */
export function curlCommand({ clientId, tokenUrl, resource }: TokenRequest, secret: string): string {
  return ` curl -u ${clientId}:${secret} ${grant(resource)} ${shellWord(tokenUrl)}`;
}

/** The same for who has the `.env` file: what it needs stands in that. */
export function curlWithFile(request: TokenRequest): string {
  const resource = request.resource === undefined ? '' : ' --data-urlencode "resource=$POSTERN_RESOURCE"';
  return `. ./${envFileName(request)} && curl -u "$POSTERN_CLIENT_ID:$POSTERN_CLIENT_SECRET" ${grant(undefined)}${resource} "$POSTERN_TOKEN_URL"`;
}

function grant(resource: string | undefined): string {
  const parameters = ['-d grant_type=client_credentials'];
  if (resource !== undefined) parameters.push(`--data-urlencode ${shellWord(`resource=${resource}`)}`);
  return parameters.join(' ');
}
