import { describe, expect, it } from '@jest/globals';
import * as settings from './common-settings.js';
import { settingFacts } from './setting.js';

const { databaseUrl, issuer, keyEncryptionKey, natsUrl, redisUrl } = settings;

describe('common settings', () => {
  it.each(Object.entries(settings))('%s is described for the reference', (_, setting) => {
    expect(settingFacts(setting).description).toMatch(/\.$/);
  });

  it('are secret where they hold a password or a key', () => {
    const secret = Object.entries(settings)
      .filter(([, setting]) => settingFacts(setting).secret === true)
      .map(([name]) => name);
    expect(secret.sort()).toEqual([
      'databaseUrl',
      'keyEncryptionKey',
      'natsUrl',
      'previousKeyEncryptionKey',
      'redisUrl',
    ]);
  });

  it.each([
    [natsUrl, 'nats://a:4222,nats://b:4222'],
    [natsUrl, 'tls://user:pass@nats.example.org'],
    [natsUrl, 'tls://user:pass@a:4222, tls://b:4222'],
    [databaseUrl, 'postgres://user:p%40ss@db:5432/postern'],
    [databaseUrl, 'postgresql://db/postern?sslmode=require'],
    [redisUrl, 'redis://:pass@cache:6379/0'],
    [redisUrl, 'rediss://cache'],
  ])('take the URL %#', (setting, url) => {
    expect(setting.parse(url)).toBe(url);
  });

  it.each([
    ['https://auth.example.org', 'https://auth.example.org'],
    ['https://auth.example.org/', 'https://auth.example.org'],
    ['http://127.0.0.1:3000//', 'http://127.0.0.1:3000'],
  ])('25: make of the issuer %s the identifier %s', (value, expected) => {
    expect(issuer.parse(value)).toBe(expected);
  });

  it.each(['https://example.org/tenant', 'https://user@example.org', 'https://user:password@example.org'])(
    'refuse the issuer %s, whose metadata would stand elsewhere',
    (value) => {
      expect(issuer.safeParse(value).error?.issues[0]?.message).toBe('has a path, a user or a password');
    },
  );

  it.each([
    '',
    'auth.example.org',
    'ftp://a',
    'https://a?x=1',
    'https://a?',
    'https://a#x',
    'javascript:alert(1)',
  ])('refuse %j as the issuer', (value) => {
    expect(issuer.safeParse(value).success).toBe(false);
  });

  it.each(['', ',', 'nats://a:4222,', 'nats://a:4222,http://b', 'a:4222'])(
    'refuse %j as the URL of NATS',
    (value) => {
      expect(natsUrl.safeParse(value).success).toBe(false);
    },
  );

  it.each([
    ['31 bytes', Buffer.alloc(31).toString('base64')],
    ['33 bytes', Buffer.alloc(33).toString('base64')],
    ['hexadecimal', Buffer.alloc(32).toString('hex')],
    ['a stray character', Buffer.alloc(32).toString('base64').replace('A', 'A!')],
    ['a passphrase', 'correct horse battery staple'],
  ])('refuse %s as the key-encryption key, and as the one before', (_, value) => {
    expect(keyEncryptionKey.safeParse(value).success).toBe(false);
    expect(settings.previousKeyEncryptionKey.safeParse(value).success).toBe(false);
  });

  it('need no previous key-encryption key', () => {
    expect(settings.previousKeyEncryptionKey.parse(undefined)).toBeUndefined();
  });

  it.each(['0', '86401', '1.5', '-1', 'day'])('refuse %j as the longest lifetime of a token', (value) => {
    expect(settings.maxTokenLifetimeSeconds.safeParse(value).success).toBe(false);
  });

  it.each(['86401', '0.5', '-1', '5m'])('refuse %j as the age of the key set', (value) => {
    expect(settings.keySetMaxAgeSeconds.safeParse(value).success).toBe(false);
  });
});
