import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Of IPv6, what is given out to the world (RFC 4291 §2.4); beyond it stand other ways to write IPv4 addresses. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address is one of the public internet: not loopback, private, link-local, shared, a tunnel or a translation. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}
