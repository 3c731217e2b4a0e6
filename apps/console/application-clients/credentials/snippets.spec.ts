import { describe, expect, it } from '@jest/globals';
import { curlCommand, curlWithFile } from './curl.js';
import { envFile, envFileName } from './env-file.js';
import { envValue, jsString, shellWord } from './quoting.js';
import { snippetsFor } from './snippets.js';
import type { TokenRequest } from './token-request.js';

const SECRET = 'pcs_0000000000000000000000000000000000000000000001UCq3J';
const request: TokenRequest = {
  clientName: 'Orders sync',
  clientId: 'pcl_3dZk0uVqT7hQn1XwB9sYcE',
  tokenUrl: 'https://postern.example/oauth2/token',
  issuer: 'https://postern.example',
  resource: undefined,
};
describe('the curl command', () => {
  it('is one line that begins with a space, and needs no quotes', () => {
    expect(curlCommand(request, SECRET)).toBe(
      ` curl -u ${request.clientId}:${SECRET} -d grant_type=client_credentials https://postern.example/oauth2/token`,
    );
  });

  it('names the API where the client has several', () => {
    expect(curlCommand({ ...request, resource: 'urn:example:a' }, SECRET)).toContain(
      ' -d grant_type=client_credentials --data-urlencode resource=urn:example:a https://',
    );
  });

  it('reads the same from the file', () => {
    expect(curlWithFile({ ...request, resource: 'urn:example:a' })).toBe(
      '. ./postern-orders-sync.env && curl -u "$POSTERN_CLIENT_ID:$POSTERN_CLIENT_SECRET" -d grant_type=client_credentials --data-urlencode "resource=$POSTERN_RESOURCE" "$POSTERN_TOKEN_URL"',
    );
  });
});

describe('the .env file', () => {
  it('has what a program needs, and says what it is', () => {
    expect(envFile(request, SECRET)).toBe(
      [
        '# Application client Orders sync',
        '# Whoever has this file is this client: keep it to yourself, and out of version control.',
        'POSTERN_TOKEN_URL=https://postern.example/oauth2/token',
        `POSTERN_CLIENT_ID=${request.clientId}`,
        `POSTERN_CLIENT_SECRET=${SECRET}`,
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['Orders sync', 'postern-orders-sync.env'],
    ['  Réconciliation — bancaire! ', 'postern-reconciliation-bancaire.env'],
    ['../../etc/passwd', 'postern-etc-passwd.env'],
    ['<script>alert(1)</script>', 'postern-script-alert-1-script.env'],
    ['レポート作成', `postern-${request.clientId}.env`],
  ])('of %j is called %s', (clientName, name) => {
    expect(envFileName({ ...request, clientName })).toBe(name);
  });
});

describe('a value', () => {
  it('that is plain stands as it is', () => {
    const plain = 'https://billing.example/a,b+c%2F';
    expect([shellWord(plain), envValue(plain)]).toEqual([plain, plain]);
  });

  it.each([
    ['urn:example:$HOME&x', "'urn:example:$HOME&x'", "'urn:example:$HOME&x'"],
    ["urn:example:it's", String.raw`'urn:example:it'\''s'`, `"urn:example:it's"`],
    ["urn:example:it's$(x)", String.raw`'urn:example:it'\''s$(x)'`, String.raw`"urn:example:it's\$(x)"`],
    ['urn:example:a;b', "'urn:example:a;b'", "'urn:example:a;b'"],
  ])('with what a shell would take for its own is quoted: %s', (text, inShell, inFile) => {
    expect(shellWord(text)).toBe(inShell);
    expect(envValue(text)).toBe(inFile);
  });

  it('is a string in JavaScript, whatever quotes it has', () => {
    expect(jsString("it's")).toBe(`"it's"`);
    expect(jsString('urn:example:a')).toBe("'urn:example:a'");
  });
});

describe('a program', () => {
  it.each(snippetsFor({ ...request, resource: 'urn:example:orders' }))(
    'in $language has all of it but the secret',
    ({ code, run }) => {
      for (const part of [request.clientId, request.tokenUrl, 'urn:example:orders', 'POSTERN_CLIENT_SECRET'])
        expect(code).toContain(part);
      expect(run).toContain('postern-orders-sync.env');
      expect(code).not.toMatch(/undefined|insecure/i);
    },
  );

  it.each(snippetsFor({ ...request, tokenUrl: 'http://127.0.0.1:3000/oauth2/token' }))(
    'in $language works without TLS where there is none',
    ({ language, code }) => {
      if (language !== 'Go') expect(code).toMatch(/insecure/i);
      expect(code).not.toContain('resource');
    },
  );
});
