import { Injectable } from '@nestjs/common';
import { hash } from 'argon2';
import { HASHING, HashingQueue } from './hashing-queue.js';

/** Hashes client secrets. */
@Injectable()
export class SecretHasher {
  private readonly queue = new HashingQueue(3, 200);

  /** @throws Failure `unavailable` when too many wait already */
  hash(secret: string): Promise<string> {
    return this.queue.run(() => hash(secret, HASHING));
  }
}
