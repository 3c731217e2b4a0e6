import { SIGNING_ALGORITHMS } from '@postern/oauth';
import { z } from 'zod';
import { secretSetting, setting } from './setting.js';

/** A URL with one of these schemes, kept as text. */
const url = (...schemes: string[]) =>
  z.string().refine((value) => isUrl(value, schemes), {
    error: `is not a URL that starts with ${nameAll(schemes)}`,
  });

/** One such URL, or several with commas between. */
const urls = (...schemes: string[]) =>
  z.string().refine((value) => value.split(',').every((part) => isUrl(part.trim(), schemes)), {
    error: `is not a URL, or several with commas between, that start with ${nameAll(schemes)}`,
  });

export const natsUrl = secretSetting(
  urls('nats:', 'tls:'),
  'URL of NATS with JetStream, with user and password. Of a cluster several, with commas between.',
);

export const databaseUrl = secretSetting(url('postgres:', 'postgresql:'), 'URL of Postgres 15 or newer.');

export const redisUrl = secretSetting(url('redis:', 'rediss:'), 'URL of Redis 7 or newer.');

/** An issuer identifier (RFC 8414 §2), without the slash at the end. */
export const issuer = setting(
  url('http:', 'https:')
    .refine((value) => !/[?#]/.test(value), 'has a query or a fragment')
    // Metadata of an issuer with a path would stand elsewhere (RFC 8414 §3.1).
    .refine((value) => !URL.canParse(value) || isOrigin(new URL(value)), 'has a path, a user or a password')
    .transform((value) => value.replace(/\/+$/, '')),
  { description: 'Issuer identifier: the URL at which the outside sees the gateway.' },
);

const key = () =>
  z
    .string()
    .pipe(z.base64('is not base64'))
    .transform((value) => Buffer.from(value, 'base64'))
    .refine((bytes) => bytes.length === 32, 'is not 32 bytes in base64');

export const keyEncryptionKey = secretSetting(
  key(),
  'Key that encrypts what a service keeps secret in Postgres: 32 random bytes in base64 (`openssl rand -base64 32`). Back it up.',
);

export const previousKeyEncryptionKey = secretSetting(
  key().optional(),
  'The key before, while `KEY_ENCRYPTION_KEY` is being changed: what it encrypted still opens.',
);

export const keySetMaxAgeSeconds = setting(z.coerce.number().int().min(0).max(86_400).default(300), {
  description:
    'How long others may keep the key set, in seconds. A new signing key is published for longer than that before it signs.',
});

export const maxTokenLifetimeSeconds = setting(z.coerce.number().int().min(1).max(86_400).default(86_400), {
  description:
    'Longest lifetime of an access token, in seconds, whatever else says more. A signing key is published for longer than that after it has signed.',
});

export const signingAlgorithm = setting(z.enum(SIGNING_ALGORITHMS).default('ES256'), {
  description:
    '`ES256`, `RS256` (2048 bits) or `EdDSA` (Ed25519). Where it is not that of the active signing key, a rotation begins.',
});

export const jwksUriAllowPrivate = setting(
  z.stringbool({ truthy: ['true'], falsy: ['false'], error: 'is not true or false' }).default(false),
  {
    description:
      'Whether the keys of clients may be fetched by `http` and from private addresses. For development and tests: it lets whoever may change a client reach into the network of the token service.',
  },
);

export const logLevel = setting(z.enum(['debug', 'info', 'warn', 'error']).default('info'), {
  description: 'Least severe log line that is written.',
});

export const logFormat = setting(
  z
    .enum(['json', 'pretty'])
    .optional()
    .transform((format) => format ?? (process.stdout.isTTY ? 'pretty' : 'json')),
  {
    description:
      '`json`, or `pretty` for readable lines. Unless set, readable on a terminal and JSON elsewhere.',
  },
);

function isOrigin({ pathname, username, password }: URL): boolean {
  return /^\/*$/.test(pathname) && username === '' && password === '';
}

function isUrl(value: string, schemes: readonly string[]): boolean {
  return URL.canParse(value) && schemes.includes(new URL(value).protocol);
}

function nameAll(schemes: readonly string[]): string {
  return schemes.map((scheme) => `${scheme}//`).join(' or ');
}
