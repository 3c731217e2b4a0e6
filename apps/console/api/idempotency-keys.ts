/**
 * Keys under which the API does a thing once, however often it is asked (`Idempotency-Key`): one for each content. So
 * whoever asks again after an answer that got lost gets that answer, and whoever changed something asks for another thing.
 */
export class IdempotencyKeys {
  private readonly keys = new Map<string, string>();

  for(content: unknown): string {
    const written = JSON.stringify(content);
    const key = this.keys.get(written) ?? randomKey();
    this.keys.set(written, key);
    return key;
  }
}

/** `crypto.randomUUID` is there only where the page came over TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
