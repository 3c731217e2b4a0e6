import { createHash } from 'node:crypto';
import { addressGroup } from '@postern/config';
import type { Limit } from '@postern/contracts';
import type { ClientsSettings } from '../config.js';
import type { signInLimitSettings } from './limit-settings.js';

/** Whose password somebody tries, and from where. */
export interface Origin {
  /** In lower case. */
  readonly email: string;
  /** IP address; empty where it is not known. */
  readonly address: string;
}

/** How many wrong passwords a minute allows, and under which key they are counted. */
export interface SignInLimit {
  readonly limit: Limit;
  readonly most: number;
  /** SHA-256, since an email is as long as somebody makes it, and may be a password by mistake. */
  readonly key: Buffer;
}

/**
 * What limits the guessing of passwords: of one email from one address, and from one address. Never of an email alone,
 * or strangers could lock its owner out.
 */
export class SignInLimits {
  constructor(private readonly settings: Pick<ClientsSettings, keyof typeof signInLimitSettings>) {}

  /** Those that count for an origin, the narrower one first. */
  of({ email, address }: Origin): SignInLimit[] {
    const group = addressGroup(address);
    const limits: SignInLimit[] = [
      {
        limit: 'failures_of_email_at_address',
        most: this.settings.FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS,
        key: digest(email, group),
      },
      {
        limit: 'failures_of_address',
        most: this.settings.FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS,
        key: digest(group),
      },
    ];
    return limits.filter(({ most }) => most > 0);
  }
}

function digest(...parts: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
