import { DAY_MS } from '../../elements/times.js';

/** What is typed in for a new secret. */
export type SecretTerms = {
  /** `never`, `date`, or in how many days. */
  expires: string;
  /** The day on which it works last, where one is chosen; as YYYY-MM-DD. */
  last_day: string;
  /** What becomes of the other secrets. */
  others: 'stay' | 'end_later' | 'end_now';
  /** How long they work on where they end later. */
  grace_seconds: string;
};

export const LIFETIMES_DAYS = [30, 90, 180, 365];
export const GRACES_SECONDS = [3_600, 86_400, 7 * 86_400, 30 * 86_400];

/**
 * The body that says so. Asked again later it is the same, as the same key wants it: days are counted from `opened_at`,
 * milliseconds.
 */
export function newSecretBody(terms: SecretTerms, openedAt: number): Record<string, unknown> {
  return {
    expires_at: expiryOf(terms, openedAt),
    ...(terms.others === 'end_now' && { others_expire_in_seconds: 0 }),
    ...(terms.others === 'end_later' && { others_expire_in_seconds: Number(terms.grace_seconds) }),
  };
}

function expiryOf({ expires, last_day }: SecretTerms, openedAt: number): string | null {
  if (expires === 'never') return null;
  if (expires !== 'date') return new Date(openedAt + Number(expires) * DAY_MS).toISOString();
  // To the end of that day, where whoever chose it lives.
  const end = new Date(`${last_day}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? last_day : end.toISOString();
}
