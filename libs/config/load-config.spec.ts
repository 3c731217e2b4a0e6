import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { databaseUrl, issuer, keyEncryptionKey, logLevel, natsUrl } from './common-settings.js';
import { ConfigError, loadConfig } from './load-config.js';
import { setting } from './setting.js';

const schema = z.object({
  NATS_URL: natsUrl,
  DATABASE_URL: databaseUrl,
  ISSUER: issuer,
  KEY_ENCRYPTION_KEY: keyEncryptionKey,
  PORT: setting(z.coerce.number().int().min(0).max(65_535).default(3000), { description: 'Port.' }),
  LOG_LEVEL: logLevel,
});

const good = {
  NATS_URL: 'nats://postern:secret@127.0.0.1:4222',
  DATABASE_URL: 'postgres://postern:secret@127.0.0.1:5432/postern',
  ISSUER: 'https://auth.example.org/',
  KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(schema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('is read as its schema says, with defaults', () => {
    expect(loadConfig(schema, { ...good, PORT: '8080', UNRELATED: 'x' })).toEqual({
      ...good,
      ISSUER: 'https://auth.example.org',
      KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7),
      PORT: 8080,
      LOG_LEVEL: 'info',
    });
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadConfig(schema, good))).toBe(true);
  });

  it('counts an empty variable as absent', () => {
    expect(loadConfig(schema, { ...good, PORT: '', LOG_LEVEL: '' })).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'info',
    });
    expect(problemsOf({ ...good, NATS_URL: '' })).toEqual(['NATS_URL: is not set']);
  });

  it('names all that is missing at once', () => {
    expect(problemsOf({})).toEqual([
      'NATS_URL: is not set',
      'DATABASE_URL: is not set',
      'ISSUER: is not set',
      'KEY_ENCRYPTION_KEY: is not set',
    ]);
  });

  it('names all that is wrong at once', () => {
    const environment = {
      NATS_URL: 'http://127.0.0.1',
      DATABASE_URL: 'mysql://127.0.0.1',
      ISSUER: 'https://auth.example.org?tenant=1',
      KEY_ENCRYPTION_KEY: 'c2hvcnQ=',
      PORT: '70000',
      LOG_LEVEL: 'loud',
    };
    expect(problemsOf(environment)).toEqual([
      'NATS_URL: is not a URL, or several with commas between, that start with nats:// or tls://',
      'DATABASE_URL: is not a URL that starts with postgres:// or postgresql://',
      'ISSUER: has a query or a fragment',
      'KEY_ENCRYPTION_KEY: is not 32 bytes in base64',
      'PORT: Too big: expected number to be <=65535',
      'LOG_LEVEL: Invalid option: expected one of "debug"|"info"|"warn"|"error"',
    ]);
  });

  it('names one problem of a setting that has several', () => {
    expect(problemsOf({ ...good, ISSUER: 'auth.example.org?tenant=1' })).toEqual([
      'ISSUER: is not a URL that starts with http:// or https://',
    ]);
  });

  it('is refused with one line a problem', () => {
    const error = new ConfigError(['A: is not set', 'B: is not a number']);
    expect(error.message).toBe('The configuration is not usable:\n  A: is not set\n  B: is not a number');
  });

  it('44: says nothing of a secret that is wrong', () => {
    const canary = 'canary-5f1c';
    const problems = problemsOf({
      NATS_URL: `http://user:${canary}@127.0.0.1`,
      DATABASE_URL: canary,
      ISSUER: 'https://auth.example.org',
      KEY_ENCRYPTION_KEY: `${canary}!`,
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain(canary);
  });
});
