import { z } from 'zod';

/** Octets in base64url without padding (RFC 7515 §2). */
export const base64url = z
  .string()
  .max(2_000, { error: 'is too long', abort: true })
  .regex(/^(?:[\w-]{4})*(?:[\w-]{2,3})?$/, { error: 'is not base64url without padding', abort: true });

/** The octets that such text stands for. */
export function octetsOf(text: string): number[] {
  return Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (octet) => octet.charCodeAt(0));
}

/** How many bits a number has whose octets these are, the highest first. */
export function bitLength(octets: readonly number[]): number {
  const highest = octets.findIndex((octet) => octet !== 0);
  if (highest === -1) return 0;
  return (octets.length - highest) * 8 - (Math.clz32(octets[highest]!) - 24);
}
