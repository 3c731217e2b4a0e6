import type { TokensSettings } from '../config.js';
import type { limitSettings } from './limit-settings.js';

/** All limits count in windows of this length; the settings say so in their names. */
export const WINDOW_SECONDS = 60;

/** How much a window allows; 0 for no limit. */
export class LimitsPolicy {
  readonly failuresPerClientAndAddress: number;
  readonly failuresPerAddress: number;
  readonly tokenRequestsPerClient: number;
  readonly tokenRequestsPerAddress: number;

  constructor(settings: Pick<TokensSettings, keyof typeof limitSettings>) {
    this.failuresPerClientAndAddress = settings.FAILED_AUTHENTICATIONS_PER_MINUTE_PER_CLIENT_AND_ADDRESS;
    this.failuresPerAddress = settings.FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS;
    this.tokenRequestsPerClient = settings.TOKEN_REQUESTS_PER_MINUTE_PER_CLIENT;
    this.tokenRequestsPerAddress = settings.TOKEN_REQUESTS_PER_MINUTE_PER_ADDRESS;
  }
}
