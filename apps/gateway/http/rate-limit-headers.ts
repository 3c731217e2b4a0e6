import type { RateLimit } from '@postern/contracts';
import type { FastifyReply } from 'fastify';

/** What is left of the limits, as draft-ietf-httpapi-ratelimit-headers-10 has it: lists of structured fields. */
export function setRateLimitHeaders(reply: FastifyReply, limits: readonly RateLimit[] = []): void {
  if (limits.length === 0) return;
  const list = (item: (limit: RateLimit) => string) => limits.map(item).join(', ');
  reply
    .header(
      'ratelimit-policy',
      list(({ policy, quota, window_seconds: window }) => `"${policy}";q=${quota};w=${window}`),
    )
    .header(
      'ratelimit',
      list(({ policy, remaining, reset_seconds: reset }) => `"${policy}";r=${remaining};t=${reset}`),
    );
}
