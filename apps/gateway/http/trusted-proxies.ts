import { setting } from '@postern/config';
import { addressBlock } from '@postern/contracts';
import type { Logger } from '@postern/observability';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readAddress } from './address.js';

/** Proxies whose `X-Forwarded-*` headers are believed. */
export const trustedProxies = setting(
  z
    .string()
    .optional()
    .transform((value) => (value ?? '').split(',').map((one) => one.trim()))
    .transform((all) => all.filter((one) => one !== ''))
    .refine((all) => all.every((one) => addressBlock.safeParse(one).success), {
      error: 'is not a list of CIDR blocks with commas between',
    })
    // Whoever is trusted can name any address as the caller's.
    .refine((all) => !all.some((one) => /\/0+$/.test(one)), 'trusts everybody'),
  {
    description:
      'CIDR blocks, with commas between, of the proxies in front, whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` are believed (docs/limits.md).',
  },
);

/** Says once that a header is not believed, since behind a proxy that is not trusted all callers share one address. */
export function noteUntrustedProxies(
  fastify: FastifyInstance,
  trusted: readonly string[],
  logger: Logger,
): void {
  if (trusted.length > 0) return;
  let told = false;
  fastify.addHook('onRequest', ({ raw, id }, _, done) => {
    if (!told && raw.headers['x-forwarded-for'] !== undefined) {
      told = true;
      const peer = readAddress(raw.socket.remoteAddress);
      logger.warn(
        { request_id: id, peer },
        'X-Forwarded-For is not believed; if it came from a proxy of yours, set TRUSTED_PROXIES',
      );
    }
    done();
  });
}
