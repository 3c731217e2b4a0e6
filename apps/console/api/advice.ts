import { ApiError } from './api-error.js';

export interface Advice {
  readonly title: string;
  readonly text: string;
  /** Whether the same may well succeed when it is asked again. */
  readonly canTryAgain: boolean;
}

/** A failure in words that say what to do. */
export function adviceOn(error: unknown): Advice {
  const { code, message, retryAfterSeconds } = ApiError.from(error);
  const wait = retryAfterSeconds === undefined ? 'a moment' : durationOf(retryAfterSeconds);
  switch (code) {
    case 'unreachable':
      return again('No connection', 'Postern cannot be reached. Check your network, then try again.');
    case 'no_answer':
    case 'gateway_timeout':
    case 'request_timeout':
      return again('No answer in time', 'Postern takes too long to answer. Try again in a moment.');
    case 'unavailable':
    case 'bad_gateway':
      return again('Not available just now', `A part of Postern does not answer. Try again in ${wait}.`);
    case 'too_many_requests':
      return again('Too many tries', `Wait ${wait}, then try again.`);
    case 'internal':
      return again(
        'Something failed on our side',
        'Try again. If it fails again, tell whoever runs Postern, with the request ID below.',
      );
    case 'unreadable':
      return final('This page is not up to date', 'Load the page again, then repeat what you did.');
    case 'missing_token':
    case 'invalid_token':
      return again('Your session has ended', 'Sign in again to go on.');
    case 'wrong_credentials':
      return final(
        'Wrong email or password',
        'Check both, then try again. If you forgot the password, another administrator can reset it.',
      );
    case 'insufficient_scope':
      return final('You may not do this', 'Your role does not allow it. Ask an administrator.');
    case 'cross_site':
      return final(
        'Refused, to be safe',
        'Nothing proved that this came from your session; perhaps somebody else signed in in another tab. Load the page again.',
      );
    case 'not_found':
      return final('It is not here', 'It may have been deleted in the meantime.');
    case 'api_in_use':
      return final(
        'Application clients use it',
        'Since you opened this, it came into use. Look at what would end now, then confirm again.',
      );
    case 'last_administrator':
      return final(
        'Nobody else is an administrator',
        'Give somebody else the role administrator first. Without one, nobody could manage Postern any more.',
      );
    case 'version_conflict':
      return final('Somebody else changed it', 'Look at what it is now, then repeat your change.');
    default:
      return final('That did not work', message);
  }
}

const again = (title: string, text: string): Advice => ({ title, text, canTryAgain: true });
const final = (title: string, text: string): Advice => ({ title, text, canTryAgain: false });

/** As people say it: `40 seconds`, `2 minutes`. Rounded up, so that whoever waits so long has waited enough. */
export function durationOf(seconds: number): string {
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
