import { addressGroup } from '@postern/config';
import { CLIENT_ID, type ClientAttempt, type ClientAuthentication } from '@postern/contracts';
import { decodeJwt } from 'jose';

/** Where a try to authenticate comes from, and as whom, in the form in which limits count it. */
export interface Origin {
  /** The client that it names; `undefined` where that is no client ID. */
  readonly clientId: string | undefined;
  /** An IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has. */
  readonly address: string;
  /** That client, from there. */
  readonly clientAndAddress: string;
}

export function originOf({ authentication, address }: ClientAttempt): Origin {
  const id = claimedClientId(authentication);
  const group = addressGroup(address);
  // What is no client ID can be long, and there are more of them than of clients: together they count as one.
  const clientId = CLIENT_ID.test(id) ? id : undefined;
  return {
    clientId,
    address: group,
    clientAndAddress: `${clientId ?? '-'}@${group}`,
  };
}

/** Whom it names, of which nothing is proved yet. An assertion names the client itself (RFC 7523 §3). */
function claimedClientId(authentication: ClientAuthentication): string {
  if (authentication.method !== 'private_key_jwt') return authentication.client_id;
  try {
    return decodeJwt(authentication.client_assertion).sub ?? '';
  } catch {
    return '';
  }
}
