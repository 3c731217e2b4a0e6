import { ASSERTION_ALGORITHMS } from '@postern/oauth';
import { compactVerify } from 'jose';
import type { KeySet } from '../client-keys/key-set.js';
import { AssertionRefused } from './assertion-refused.js';

/**
 * Checks an assertion's signature with the one key that fits: of its `kid`, and of a kind and an `alg` that its
 * algorithm is for.
 *
 * @throws AssertionRefused also where the keys are of no use
 */
export async function verifySignature(assertion: string, keys: KeySet): Promise<void> {
  try {
    await compactVerify(assertion, keys.select, { algorithms: [...ASSERTION_ALGORITHMS] });
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    throw new AssertionRefused(`signature: ${String(code ?? name)}`, { cause: error });
  }
}
