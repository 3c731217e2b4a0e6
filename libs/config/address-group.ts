import ipaddr from 'ipaddr.js';

/** The addresses that count as one in limits: an IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has. */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
