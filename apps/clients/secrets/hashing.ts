import { argon2id } from 'argon2';

/**
 * argon2id with OWASP's least parameters. A client secret holds 256 random bits, so more work would protect
 * nothing; an administrator's password is helped by the same parameters.
 */
export const HASHING = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
