import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, lockUntilCommit, Seal } from '@postern/persistence';
import { Not, type EntityManager } from 'typeorm';
import { addForAudit } from '../audit/add-for-audit.js';
import { auditedSteps } from './audited-key.js';
import { generateSigningKey, placeOf } from './generate-signing-key.js';
import { dueSteps, firstState, type KeyStates } from './key-schedule.js';
import { SigningKeyEntity } from './signing-key.entity.js';
import { SigningPolicy } from './signing-policy.js';

/** A step that takes longer is undone: the waits of the schedule count from its beginning. */
const STEP_WITHIN_MS = 2_000;

/** The signing keys in Postgres, by whose clock all their times are. */
@Injectable()
export class SigningKeyStore {
  constructor(
    private readonly database: Database,
    private readonly seal: Seal,
    private readonly policy: SigningPolicy,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  read(): Promise<KeyStates<SigningKeyEntity>> {
    return this.database.run(readKeys);
  }

  /** Takes the steps that are due, unless another replica is quicker. Resolves to whether any were due. */
  async advance(seen: KeyStates): Promise<boolean> {
    const due = dueSteps(seen, this.policy);
    if (due.changes.length === 0 && !due.begins) return false;
    // Made before the lock is taken, since an RSA key may take a second.
    const fresh = due.begins ? await generateSigningKey(this.seal, this.policy.algorithm) : undefined;
    const taken = await this.database.transaction(async (manager) => {
      // Replicas take their steps one after the other, and look anew before each.
      await lockUntilCommit(manager, 'steps of signing keys');
      const began = performance.now();
      const states = await readKeys(manager);
      const { changes, begins } = dueSteps(states, this.policy);
      for (const { kid, ...fields } of changes) await manager.update(SigningKeyEntity, kid, fields);
      const added = begins && fresh ? { ...fresh, ...firstState(states, this.policy) } : undefined;
      if (added) await manager.insert(SigningKeyEntity, added);
      await addForAudit(manager, auditedSteps(states.keys, changes, added));
      if (performance.now() - began > STEP_WITHIN_MS)
        throw new Error('A step of the signing keys took too long.');
      return added ? [...changes, added] : changes;
    });
    for (const { kid, status, statusUntil } of taken)
      if (status)
        this.logger.info({ kid, status, until: statusUntil ?? undefined }, `signing key is ${status}`);
    return true;
  }

  /**
   * Seals anew what is sealed with the previous key-encryption key. Replicas that have only that one go on with the
   * keys that they have open; what they seal meanwhile is sealed anew as soon as one of us sees it.
   */
  async reseal({ keys }: KeyStates): Promise<void> {
    for (const { kid, sealedPrivateKey: sealed } of keys) {
      if (sealed === null || !this.seal.isOutdated(sealed)) continue;
      const anew = this.seal.seal(this.seal.open(sealed, placeOf(kid)), placeOf(kid));
      const [, count] = await this.database.run((manager) =>
        manager.query<[unknown, number]>(
          'UPDATE signing_keys SET sealed_private_key = $1 WHERE kid = $2 AND sealed_private_key = $3',
          [anew, kid, sealed],
        ),
      );
      if (count > 0) this.logger.info({ kid }, 'signing key encrypted with the new key-encryption key');
    }
  }
}

/** All that are not retired, in an order that is the same for every replica. */
export async function readKeys(manager: EntityManager): Promise<KeyStates<SigningKeyEntity>> {
  const [{ now }] = await manager.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
  const keys = await manager.find(SigningKeyEntity, {
    where: { status: Not('retired') },
    order: { createdAt: 'ASC', kid: 'ASC' },
  });
  return { keys, now };
}
