import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  addSecret,
  deleteClient,
  deleteSecret,
  findClientRecord,
  getClient,
  listSecrets,
  MOST_SECRETS,
  revokeClientTokens,
  type RequestInput,
} from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
});
afterAll(() => resources.release());

type Added = RequestInput<typeof addSecret>;

const add = (client_id: string, secret: Added['secret'] = {}, more: Partial<Added> = {}) =>
  stage.ask(addSecret, { actor: ACTOR, client_id, secret, ...more });
const remove = (client_id: string, secret_id: string) =>
  stage.ask(deleteSecret, { actor: ACTOR, client_id, secret_id });
const list = async (client_id: string) => (await stage.ask(listSecrets, { client_id })).data;
const ids = async (client_id: string) => (await list(client_id)).map(({ secret_id }) => secret_id);
const recordOf = async (client_id: string) => (await stage.ask(findClientRecord, { client_id })).record!;
const audited = (client_id: string) =>
  stage.sql<{ action: string; before: object; after: object }>(
    'SELECT action, before, after FROM audit_events WHERE subject_id = $1 ORDER BY occurred_at',
    [client_id],
  );

describe('17: the secrets of a client', () => {
  it('are up to five, each with what may be known of it, and no value', async () => {
    const { client_id, client_secret } = await stage.create();
    const { client_secret: second, ...facts } = await add(client_id);
    expect(second).not.toBe(client_secret);
    expect(facts).toMatchObject({ hint: second.slice(-4), expires_at: null, last_used_at: null });
    const listed = await list(client_id);
    expect(listed.map(({ hint }) => hint)).toEqual([client_secret.slice(-4), second.slice(-4)]);
    expect(listed[1]).toEqual(facts);
    while ((await list(client_id)).length < MOST_SECRETS) await add(client_id);
    await expect(add(client_id)).rejects.toMatchObject({ code: 'too_many_secrets' });
    expect(await list(client_id)).toHaveLength(MOST_SECRETS);
  });

  it('are up to five, also where many are added at a time', async () => {
    const { client_id } = await stage.create();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => add(client_id)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_SECRETS - 1);
    expect(await list(client_id)).toHaveLength(MOST_SECRETS);
  });

  it('are in its record, each version of it a new one', async () => {
    const { client_id } = await stage.create();
    const added = await add(client_id, { expires_at: '2199-01-01T01:00:00+01:00' });
    const record = await recordOf(client_id);
    expect(record.version).toBe(2);
    expect(record.secrets).toMatchObject([
      { expires_at: null },
      { secret_id: added.secret_id, expires_at: '2199-01-01T00:00:00.000Z' },
    ]);
    await remove(client_id, added.secret_id);
    expect((await recordOf(client_id)).secrets).toHaveLength(1);
    expect(await stage.ask(getClient, { client_id })).toMatchObject({ version: 3 });
  });

  it('are rotated in one call: the others end after the time of grace, and never later than they would', async () => {
    const { client_id } = await stage.create();
    const soon = await add(client_id, { expires_at: new Date(Date.now() + 60_000).toISOString() });
    const added = await add(client_id, { others_expire_in_seconds: 3600 });
    const [first, second, third] = await list(client_id);
    expect(Date.parse(first!.expires_at!) - Date.parse(added.created_at)).toBeGreaterThan(3_500_000);
    expect(second!.expires_at).toBe(soon.expires_at);
    expect(third).toMatchObject({ secret_id: added.secret_id, expires_at: null });
  });

  it('end at once without grace, and make room where there were five', async () => {
    const { client_id } = await stage.create();
    for (let count = 1; count < MOST_SECRETS; count++) await add(client_id);
    const { secret_id } = await add(client_id, { others_expire_in_seconds: 0 });
    expect(await ids(client_id)).toEqual([secret_id]);
    expect((await recordOf(client_id)).secrets).toHaveLength(1);
  });

  it('count no more once they are expired', async () => {
    const { client_id } = await stage.create();
    for (let count = 1; count < MOST_SECRETS; count++) await add(client_id);
    await stage.sql(`UPDATE client_secrets SET expires_at = now() - interval '1 s' WHERE client_id = $1`, [
      client_id,
    ]);
    expect(await list(client_id)).toEqual([]);
    const { secret_id } = await add(client_id);
    expect(await ids(client_id)).toEqual([secret_id]);
  });

  it('can all be deleted, each once', async () => {
    const { client_id } = await stage.create();
    const [only] = await ids(client_id);
    await remove(client_id, only!);
    expect(await list(client_id)).toEqual([]);
    await expect(remove(client_id, only!)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are nobody else’s to delete', async () => {
    const [mine, other] = [await stage.create(), await stage.create()];
    const [secret] = await ids(mine.client_id);
    await expect(remove(other.client_id, secret!)).rejects.toMatchObject({ code: 'not_found' });
    expect(await ids(mine.client_id)).toEqual([secret]);
  });

  it('are gone with the client', async () => {
    const { client_id } = await stage.create();
    await stage.ask(deleteClient, { actor: ACTOR, client_id });
    for (const asked of [list(client_id), add(client_id), remove(client_id, crypto.randomUUID())])
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    expect(await stage.sql('SELECT FROM client_secrets WHERE client_id = $1', [client_id])).toEqual([]);
  });

  it('33: stay as they are where the caller has seen another version', async () => {
    const { client_id } = await stage.create();
    const stale = add(client_id, {}, { expected_versions: [7] });
    await expect(stale).rejects.toMatchObject({ code: 'version_conflict' });
    expect(await list(client_id)).toHaveLength(1);
  });

  it('32: are one for many requests with the same key, and the retry needs no newer version', async () => {
    const { client_id } = await stage.create();
    const more = { idempotency_key: crypto.randomUUID(), expected_versions: [1] };
    const replies = await Promise.all(Array.from({ length: 10 }, () => add(client_id, {}, more)));
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(await list(client_id)).toHaveLength(2);
    const other = add(client_id, { others_expire_in_seconds: 1 }, more);
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('32: can be asked for again when the end that was given to one is over', async () => {
    const { client_id } = await stage.create();
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const more = { idempotency_key: crypto.randomUUID() };
    const first = await add(client_id, { expires_at }, more);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 61_000);
    try {
      expect(await add(client_id, { expires_at }, more)).toEqual(first);
      const late = { ...more, idempotency_key: crypto.randomUUID() };
      for (const other of [{}, late])
        await expect(add(client_id, { expires_at }, other)).rejects.toMatchObject({
          code: 'invalid_request',
          fields: [{ field: 'expires_at', message: 'is in the past' }],
        });
      expect(await list(client_id)).toHaveLength(2);
    } finally {
      clock.mockRestore();
    }
  });

  it('34: leave a trace of what happened in the audit log, and none of their values', async () => {
    const { client_id } = await stage.create();
    const { secret_id, client_secret } = await add(client_id);
    await remove(client_id, secret_id);
    const [, added, deleted] = await audited(client_id);
    expect(added).toMatchObject({
      action: 'client_secret.added',
      before: { version: 1 },
      after: { version: 2 },
    });
    expect(deleted).toMatchObject({ action: 'client_secret.deleted', before: added!.after });
    const stored = (await stage.everythingStored()).join('\n') + JSON.stringify(stage.lines);
    expect(stored).not.toContain(client_secret);
  });
});

describe('revoking the tokens of a client', () => {
  it('ends those of all versions until now, and changes nothing else', async () => {
    const { client_id } = await stage.create({ scopes: ['a'] });
    const before = await recordOf(client_id);
    await stage.ask(revokeClientTokens, { actor: ACTOR, client_id });
    expect(await recordOf(client_id)).toEqual({ ...before, tokens_since: 2, version: 2 });
    const [, event] = await audited(client_id);
    expect(event).toMatchObject({ action: 'application_client.tokens_revoked' });
  });
});
