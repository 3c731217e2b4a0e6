import { join } from 'node:path';

/**
 * @param {{ url: string, issuer: string, adminFile: string }} system
 * @param {string} home
 * @returns {string} what to do next, ready to be copied
 */
export function banner({ url, adminFile }, home) {
  const credentials = `node -p 'const a = require(${forShell(JSON.stringify(adminFile))}); a.client_id + ":" + a.client_secret'`;
  return `
Postern runs at ${url}

  Console      ${url}/  (sign in with email and password from the file below)
  Credentials  ${adminFile}
  Logs         ${join(home, 'logs')}

Get a token:

  curl -u "$(${credentials})" -d grant_type=client_credentials ${url}/oauth2/token

Ctrl-C stops everything.
`;
}

/** @param {string} text to stand between single quotes in a shell */
function forShell(text) {
  return text.replaceAll("'", `'\\''`);
}
