import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAuditEvents, recordTokenChanges, type TokenChange } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  await stage.startReplica();
});

afterAll(() => resources.release());

const CLIENT = 'pcl_0000000000000000000000';
const [REVOKED_AT, EXPIRES_AT] = ['2026-01-02T03:04:05.678Z', '2026-01-02T04:00:00.000Z'];

function revocation(jti: string): TokenChange {
  return {
    event_id: randomUUID(),
    actor: { type: 'client', id: CLIENT, address: '192.0.2.1' },
    action: 'token.revoked',
    subject_id: jti,
    request_id: `request of ${jti}`,
    after: { client_id: CLIENT, revoked_at: REVOKED_AT, expires_at: EXPIRES_AT },
  };
}

const record = (...changes: TokenChange[]) => stage.ask(recordTokenChanges, { changes });
const listed = async (filter: object) => (await stage.ask(listAuditEvents, filter)).data;

describe('what the token service changed', () => {
  it('can be found in the audit log, as any other change', async () => {
    const change = revocation('found');
    await record(change);
    expect(await listed({ action: 'token.revoked', subject_id: 'found' })).toEqual([
      {
        event_id: change.event_id,
        occurred_at: expect.any(String),
        actor: change.actor,
        action: 'token.revoked',
        subject: { type: 'token', id: 'found' },
        request_id: 'request of found',
        before: null,
        affected_clients: null,
        after: change.after,
      },
    ]);
  });

  it('stands there once, though it comes many times at once, alone and with others', async () => {
    const [one, two, three] = [revocation('one'), revocation('two'), revocation('three')];
    await Promise.all([
      record(one),
      record(one, two),
      record(two, one),
      record(one, two, three),
      record(one),
    ]);
    for (const { subject_id } of [one, two, three]) expect(await listed({ subject_id })).toHaveLength(1);
  });

  it('is written as a whole or not at all', async () => {
    const broken = { ...revocation('broken'), actor: { type: 'client', id: 'a\0b' } } as const;
    await expect(record(revocation('beside'), broken)).rejects.toMatchObject({ code: 'internal' });
    expect(await listed({ subject_id: 'beside' })).toEqual([]);
  });
});
