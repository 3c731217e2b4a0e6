import { z } from 'zod';
import { databaseUrl, natsUrl, redisUrl } from './common-settings.js';
import { pemFile } from './pem-file.js';
import { setting } from './setting.js';

/** How to reach NATS. */
export const natsSettings = {
  NATS_URL: natsUrl,
  NATS_CA_FILE: pemFile(
    'CERTIFICATE',
    'PEM file of the CA that signs for NATS. With it the connection uses TLS, whatever `NATS_URL` says.',
  ),
  NATS_CERTIFICATE_FILE: pemFile('CERTIFICATE', 'PEM file of a client certificate, where NATS asks for one.'),
  NATS_KEY_FILE: pemFile('PRIVATE KEY', 'PEM file of the private key to it.'),
};

/** How to reach Postgres. */
export const databaseSettings = {
  DATABASE_URL: databaseUrl,
  DATABASE_CA_FILE: pemFile(
    'CERTIFICATE',
    'PEM file of the CA that signs for Postgres. With it the connection uses TLS, whatever `DATABASE_URL` says.',
  ),
};

/** Of a service that runs; a command needs one or two. */
export const databasePoolSize = setting(z.coerce.number().int().min(2).max(100).default(10), {
  description:
    'Connections to Postgres that a replica holds at most. All replicas together have to fit into `max_connections` of the server (docs/operations.md).',
});

/** How to reach Redis. */
export const redisSettings = {
  REDIS_URL: redisUrl,
  REDIS_CA_FILE: pemFile(
    'CERTIFICATE',
    'PEM file of the CA that signs for Redis. With it the connection uses TLS, whatever `REDIS_URL` says.',
  ),
};

interface NatsServer {
  readonly NATS_URL: string;
  readonly NATS_CA_FILE?: string | undefined;
  readonly NATS_CERTIFICATE_FILE?: string | undefined;
  readonly NATS_KEY_FILE?: string | undefined;
}

/** Where NATS is, and the files for TLS with it. */
export function natsServer({ NATS_URL, NATS_CA_FILE, NATS_CERTIFICATE_FILE, NATS_KEY_FILE }: NatsServer) {
  return { url: NATS_URL, caFile: NATS_CA_FILE, certFile: NATS_CERTIFICATE_FILE, keyFile: NATS_KEY_FILE };
}

interface DatabaseServer {
  readonly DATABASE_URL: string;
  readonly DATABASE_CA_FILE?: string | undefined;
}

/** URL of Postgres with all that its driver has to know; it takes the CA from there, as libpq does. */
export function databaseServer({ DATABASE_URL, DATABASE_CA_FILE }: DatabaseServer): string {
  if (DATABASE_CA_FILE === undefined) return DATABASE_URL;
  const url = new URL(DATABASE_URL);
  url.searchParams.set('sslmode', 'verify-full');
  url.searchParams.set('sslrootcert', DATABASE_CA_FILE);
  return url.href;
}
