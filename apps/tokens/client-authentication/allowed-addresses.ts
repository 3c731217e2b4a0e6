import type { ClientRecord } from '@postern/contracts';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [Address, number];

/** To read fifty blocks takes longer than all else that a request needs. */
const read = new LRUCache<string, readonly Block[]>({ max: 1_000 });

/** Whether a client may come from there. An IPv4 address that is mapped into IPv6 is that IPv4 address. */
export function mayComeFrom({ allowed_addresses: allowed }: ClientRecord, address: string): boolean {
  if (allowed.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address);
  return blocksOf(allowed).some(([network, bits]) => {
    return from.kind() === network.kind() && from.match(network, bits);
  });
}

function blocksOf(allowed: readonly string[]): readonly Block[] {
  const key = allowed.join();
  let blocks = read.get(key);
  if (blocks === undefined) {
    blocks = allowed.map(readBlock);
    read.set(key, blocks);
  }
  return blocks;
}

function readBlock(text: string): Block {
  if (!text.includes('/')) {
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  }
  const [network, bits] = ipaddr.parseCIDR(text);
  const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96;
  return isMapped ? [network.toIPv4Address(), bits - 96] : [network, bits];
}
