import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** What `JWKS_URI_ALLOW_PRIVATE` means: keys of clients come by https and from public addresses, unless all is allowed. */
export class JwksUriRule {
  constructor(private readonly allowPrivate: boolean) {}

  /** What is wrong with a URL as far as it tells by itself, its name not being resolved; `undefined`: nothing. */
  problemOf({ protocol, hostname }: URL): string | undefined {
    if (this.allowPrivate) return undefined;
    if (protocol !== 'https:') return 'is not an https URL';
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    const isKnown = isIP(address) !== 0 || isLocalhost(hostname);
    return isKnown && !isPublicAddress(address) ? 'names a host that is not public' : undefined;
  }

  /** Whether keys may come from this address. */
  allows(address: string): boolean {
    return this.allowPrivate || isPublicAddress(address);
  }
}

/** Names that mean this machine, whatever DNS says (RFC 6761 §6.3). */
export function isLocalhost(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname);
}
