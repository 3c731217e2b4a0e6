import type { ListedClient } from '@postern/contracts';
import { DAY_MS, relativeTime } from '../elements/times.js';
import { EXPIRING_DAYS, UNUSED_DAYS } from './list-query.js';

type Marked = Pick<ListedClient, 'status' | 'created_at' | 'last_used_at' | 'next_secret_expires_at'>;

export interface Mark {
  readonly kind: 'unused' | 'expiring';
  readonly text: string;
}

/** Why a client stands out among many; `now` in milliseconds. */
export function clientMarks(client: Marked, now: number): Mark[] {
  const marks: Mark[] = [];
  if (isUnused(client, now)) marks.push({ kind: 'unused', text: `Unused for ${UNUSED_DAYS} days` });
  const { next_secret_expires_at: expires } = client;
  if (expires !== null && Date.parse(expires) < now + EXPIRING_DAYS * DAY_MS)
    marks.push({ kind: 'expiring', text: `Secret expires ${relativeTime(Date.parse(expires), now)}` });
  return marks;
}

function isUnused({ status, created_at, last_used_at }: Marked, now: number): boolean {
  return status === 'active' && Date.parse(last_used_at ?? created_at) < now - UNUSED_DAYS * DAY_MS;
}
