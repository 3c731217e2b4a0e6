import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleteClient, findClientRecord, updateClient } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
});

afterAll(() => resources.release());

async function recordOf(client_id: string) {
  return (await stage.ask(findClientRecord, { client_id })).record;
}

describe('a client record', () => {
  it('is none for a client that never was, and for one that is deleted', async () => {
    expect(await recordOf('pcl_zzzzzzzzzzzzzzzzzzzzzz')).toBeNull();
    const { client_id } = await stage.create();
    await stage.ask(deleteClient, { actor: ACTOR, client_id });
    expect(await recordOf(client_id)).toBeNull();
  });

  it('is there for a disabled client too, and says so', async () => {
    const { client_id } = await stage.create();
    const change = { status: 'disabled', scopes: ['x'] } as const;
    await stage.ask(updateClient, { actor: ACTOR, client_id, change: { ...change, scopes: ['x'] } });
    expect(await recordOf(client_id)).toMatchObject({ ...change, version: 2, tokens_since: 2 });
  });

  it('has every secret of the client with its end, the oldest first, and none of another', async () => {
    const { client_id } = await stage.create();
    await stage.create();
    const [created] = (await recordOf(client_id))!.secrets;
    const ids = [randomUUID(), randomUUID()];
    for (const [index, expires] of ['2030-01-02T03:04:05.678Z', '2020-01-01T00:00:00.000Z'].entries()) {
      await stage.sql(
        `INSERT INTO client_secrets (secret_id, client_id, hash, hint, created_at, expires_at)
         VALUES ($1, $2, $3, 'abcd', now() - make_interval(days => $4), $5)`,
        [ids[index], client_id, `$argon2id$${index}`, index + 1, expires],
      );
    }
    expect((await recordOf(client_id))!.secrets).toEqual([
      { secret_id: ids[1], hash: '$argon2id$1', hint: 'abcd', expires_at: '2020-01-01T00:00:00.000Z' },
      { secret_id: ids[0], hash: '$argon2id$0', hint: 'abcd', expires_at: '2030-01-02T03:04:05.678Z' },
      created,
    ]);
  });

  it('is there for a client whose last secret is gone', async () => {
    const { client_id } = await stage.create();
    await stage.sql('DELETE FROM client_secrets WHERE client_id = $1', [client_id]);
    expect(await recordOf(client_id)).toMatchObject({ client_id, secrets: [] });
  });
});
