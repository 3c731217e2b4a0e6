import { createDecipheriv, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Postern } from './postern.js';
import { query } from './stores.js';

/** The private key that signs tokens, as only the token service can have it: opened with its key file. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

interface Row {
  readonly kid: string;
  readonly sealed_private_key: Buffer;
}

/** Reads and opens the active signing key. Written out here, so that the tests depend on the form at rest. */
export async function openSigningKey(postern: Postern): Promise<SigningKey> {
  const [row] = await query<Row>(
    postern,
    `SELECT kid, sealed_private_key FROM tokens.signing_keys WHERE status = 'active'`,
  );
  if (row === undefined) throw new Error('There is no active signing key.');
  const file = await readFile(join(postern.home, 'keys', 'tokens.key'), 'utf8');
  const key = hkdfSync('sha256', Buffer.from(file.trim(), 'base64'), '', 'postern:signing-keys', 32);
  const sealed = row.sealed_private_key;
  const [iv, tag, ciphertext] = [sealed.subarray(8, 20), sealed.subarray(20, 36), sealed.subarray(36)];
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), iv)
    .setAAD(Buffer.from(`signing-key:${row.kid}`))
    .setAuthTag(tag);
  const der = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  return { kid: row.kid, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}
