import { Injectable } from '@nestjs/common';
import { Argon2Metrics } from '@postern/observability';
import { hash } from 'argon2';
import { HASHING, HashingQueue } from './hashing-queue.js';

/** Hashes client secrets. */
@Injectable()
export class SecretHasher {
  private readonly queue: HashingQueue;

  constructor(metrics: Argon2Metrics) {
    this.queue = new HashingQueue(metrics, 'client_secrets', 3, 200);
  }

  /** @throws Failure `unavailable` when too many wait already */
  hash(secret: string): Promise<string> {
    return this.queue.run(() => hash(secret, HASHING));
  }
}
