import type { TokensSettings } from '../config.js';

/** What the settings say of sessions. */
export class SessionPolicy {
  /** How long one token of a session lives at most. */
  readonly idleSeconds: number;
  readonly lifetimeSeconds: number;

  constructor(
    settings: Pick<
      TokensSettings,
      'SESSION_IDLE_SECONDS' | 'SESSION_LIFETIME_SECONDS' | 'MAX_TOKEN_LIFETIME_SECONDS'
    >,
  ) {
    this.idleSeconds = Math.min(settings.SESSION_IDLE_SECONDS, settings.MAX_TOKEN_LIFETIME_SECONDS);
    this.lifetimeSeconds = settings.SESSION_LIFETIME_SECONDS;
  }
}
