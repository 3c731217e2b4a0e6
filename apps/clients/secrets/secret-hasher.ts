import { Injectable } from '@nestjs/common';
import { Argon2Metrics, Argon2Queue } from '@postern/observability';
import { hash } from 'argon2';
import { HASHING } from './hashing.js';

/** Hashes client secrets. */
@Injectable()
export class SecretHasher {
  private readonly queue: Argon2Queue;

  constructor(metrics: Argon2Metrics) {
    this.queue = new Argon2Queue(metrics, 'client_secrets', 3, 200);
  }

  /** @throws Failure `unavailable` when too many wait already */
  hash(secret: string): Promise<string> {
    return this.queue.run(() => hash(secret, HASHING));
  }
}
