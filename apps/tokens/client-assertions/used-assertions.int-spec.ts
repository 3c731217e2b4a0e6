import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Failure } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { eventually, TestResources } from '@postern/testing';
import { newKeyPair, presented } from '../fixtures/assertions.js';
import { assertionOf, AssertionStage } from '../fixtures/assertion-stage.js';

const resources = new TestResources();
let stage: AssertionStage;

beforeAll(async () => {
  stage = await AssertionStage.open(resources);
});

afterAll(() => resources.release());

const refused = { code: 'invalid_client' };

describe('an assertion is used', () => {
  it('18: once, of 100 tries at a time, over two replicas', async () => {
    const signer = stage.register();
    const assertion = presented(await assertionOf(signer));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () => stage.authenticate(assertion)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // On a machine that is busy, some of so many may be told to come again.
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect((outcome.reason as Failure).code).toMatch(/^(invalid_client|unavailable)$/);
    await expect(stage.authenticate(assertion)).rejects.toMatchObject(refused);
    await stage.authenticate(presented(await assertionOf(signer)));
  });

  it('18: once, though Redis has forgotten everything', async () => {
    const assertion = presented(await assertionOf(stage.register()));
    await stage.authenticate(assertion);
    await stage.tokens.redis.flushall();
    await expect(stage.authenticate(assertion)).rejects.toMatchObject(refused);
  });

  it('18: by one client, though another one gave the same jti', async () => {
    const jti = randomUUID();
    for (const signer of [stage.register(), stage.register()]) {
      await stage.authenticate(presented(await assertionOf(signer, { jti })));
      await expect(stage.authenticate(presented(await assertionOf(signer, { jti })))).rejects.toMatchObject(
        refused,
      );
    }
  });

  it('18: only if its signature is right: nobody else uses up a jti', async () => {
    const signer = stage.register();
    const jti = randomUUID();
    const stranger = { ...signer, pair: newKeyPair('a') };
    await expect(stage.authenticate(presented(await assertionOf(stranger, { jti })))).rejects.toMatchObject(
      refused,
    );
    await stage.authenticate(presented(await assertionOf(signer, { jti })));
  });

  it('18: and forgotten when it has expired long enough, not before', async () => {
    const signer = stage.register();
    await stage.authenticate(presented(await assertionOf(signer)));
    const run = <T>(statement: string) =>
      stage.replica.get(Database).run((manager) => manager.query<T>(statement));
    const { client_id } = signer.record;
    await run(`INSERT INTO used_assertions VALUES ('${client_id}', '\\x00', now() - interval '1 second')`);
    const other = await stage.tokens.startReplica();
    const rows = () =>
      run<{ later: boolean }[]>(
        `SELECT forgotten_at > now() + interval '5 minutes' AS later FROM used_assertions WHERE client_id = '${client_id}'`,
      );
    await eventually('what is over is gone', async () => (await rows()).length === 1);
    expect(await rows()).toEqual([{ later: true }]);
    await other.close();
  });
});
