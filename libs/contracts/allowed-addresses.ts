import { z } from 'zod';

const NO_BLOCK = 'is neither a CIDR block, such as 192.0.2.0/24 or 2001:db8::/32, nor an IP address';
const forms = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);

/** A CIDR block, or one IP address. */
export const addressBlock = z
  .string(NO_BLOCK)
  .refine((text) => forms.safeParse(text).success, NO_BLOCK)
  .meta({ examples: ['198.51.100.0/24'] });

/** Where a client may come from; empty for everywhere. */
export const allowedAddresses = z
  .array(addressBlock, 'are not a list of CIDR blocks')
  .max(50, 'are more than 50 CIDR blocks')
  .refine((all) => new Set(all).size === all.length, 'name a CIDR block twice');
