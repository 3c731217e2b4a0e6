import type { TokenRequest } from './token-request.js';

/** With requests-oauthlib. */
export function pythonProgram({ clientId, tokenUrl, issuer, resource }: TokenRequest): string {
  const isPlain = tokenUrl.startsWith('http:');
  // JSON's strings are Python's.
  const text = JSON.stringify;
  return `import os

from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session

${isPlain ? '# This Postern has no TLS. Take the line out once it has.\nos.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"\n\n' : ''}session = OAuth2Session(client=BackendApplicationClient(client_id=${text(clientId)}))
session.fetch_token(
    ${text(tokenUrl)},
    client_secret=os.environ["POSTERN_CLIENT_SECRET"],${resource === undefined ? '' : `\n    resource=${text(resource)},`}
)

# Call your API in its place. This one says what the token says.
answer = session.get(${text(`${issuer}/v1/whoami`)})
print(answer.json())
`;
}
