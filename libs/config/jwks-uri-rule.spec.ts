import { describe, expect, it } from '@jest/globals';
import { JwksUriRule } from './jwks-uri-rule.js';

const problemOf = (uri: string, allowPrivate = false) =>
  new JwksUriRule(allowPrivate).problemOf(new URL(uri));

describe('37: keys may be published at', () => {
  it.each([
    'https://client.example/jwks',
    'https://1.1.1.1/jwks',
    'https://[2606:4700::1111]:8443/jwks',
    'https://localhost.example/jwks',
    'https://notlocalhost/jwks',
  ])('%s', (uri) => {
    expect(problemOf(uri)).toBeUndefined();
  });
});

describe('37: keys may not be published, unless private addresses are allowed, at', () => {
  const hosts = [
    ...['127.0.0.1', '10.0.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
    // As URL parsers read them, all of these are 127.0.0.1.
    ...['127.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.0.0.1.', '%31%32%37.1', '１２７.0.0.1'],
    ...['[::1]', '[::ffff:127.0.0.1]', '[::ffff:a00:1]', '[fe80::1]', '[fd00::1]', '[64:ff9b::7f00:1]'],
    ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'a.localhost.'],
  ];

  it.each(hosts)('%s', (host) => {
    const uri = `https://${host}:8443/jwks`;
    expect(problemOf(uri)).toBe('names a host that is not public');
    expect(problemOf(uri, true)).toBeUndefined();
  });

  it('http', () => {
    expect(problemOf('http://client.example/jwks')).toBe('is not an https URL');
    expect(problemOf('http://client.example/jwks', true)).toBeUndefined();
  });
});
