import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** Some proxies write the port behind the address. */
const WITH_PORT = /^(?:([\d.]+)|\[([\da-f:.]+)\]):\d+$/i;

/**
 * IP address of the caller: that of the connection, or the last one in `X-Forwarded-For` that no trusted proxy has.
 * An IPv4 address is one whether or not it came mapped into IPv6. Empty where the caller is gone.
 */
export function addressOf({ ip, raw }: FastifyRequest): string {
  return readAddress(ip) ?? readAddress(raw.socket.remoteAddress) ?? '';
}

/** @returns `undefined` for what is no address */
export function readAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [, ipv4, ipv6] = WITH_PORT.exec(text) ?? [];
  // The zone of a link-local address is ours, not the caller's.
  const [address = ''] = (ipv4 ?? ipv6 ?? text).split('%');
  // The plainest ones, as they nearly all are, need no more; `ipaddr.js` takes others for addresses too, as `1`.
  if (isIP(address) === 4) return address;
  return isIP(address) === 6 ? ipaddr.process(address).toString() : undefined;
}
