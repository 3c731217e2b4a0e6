import type { SigningAlgorithm } from '@postern/oauth';
import type { TokensSettings } from '../config.js';

/** What the settings say of signing keys, and of the tokens that they sign. */
export class SigningPolicy {
  readonly algorithm: SigningAlgorithm;
  /** 0 for never. */
  readonly rotationDays: number;
  readonly keySetMaxAgeSeconds: number;
  readonly maxTokenLifetimeSeconds: number;

  constructor(
    settings: Pick<
      TokensSettings,
      | 'SIGNING_ALGORITHM'
      | 'SIGNING_KEY_ROTATION_DAYS'
      | 'KEY_SET_MAX_AGE_SECONDS'
      | 'MAX_TOKEN_LIFETIME_SECONDS'
    >,
  ) {
    this.algorithm = settings.SIGNING_ALGORITHM;
    this.rotationDays = settings.SIGNING_KEY_ROTATION_DAYS;
    this.keySetMaxAgeSeconds = settings.KEY_SET_MAX_AGE_SECONDS;
    this.maxTokenLifetimeSeconds = settings.MAX_TOKEN_LIFETIME_SECONDS;
  }
}
