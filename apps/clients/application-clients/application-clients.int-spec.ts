import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createClient,
  deleteClient,
  getClient,
  updateClient,
  type createdClient,
  type RequestContract,
  type RequestInput,
} from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import type { z } from 'zod';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
});

afterAll(() => resources.release());

const UNKNOWN = 'pcl_zzzzzzzzzzzzzzzzzzzzzz';

function publicForm({ client_secret: _, ...client }: z.output<typeof createdClient>) {
  return client;
}

const versions = (version?: number) => (version === undefined ? undefined : [version]);
const update = (client_id: string, change: object, version?: number) =>
  stage.ask(updateClient, { actor: ACTOR, client_id, change, expected_versions: versions(version) });
const remove = (client_id: string, version?: number) =>
  stage.ask(deleteClient, { actor: ACTOR, client_id, expected_versions: versions(version) });

describe('an application client', () => {
  it('is created as asked, with defaults for the rest', async () => {
    const created = await stage.create({ name: '  Billing ', scopes: ['b', 'a', 'b'] });
    expect(created).toMatchObject({
      name: 'Billing',
      description: '',
      status: 'active',
      scopes: ['b', 'a'],
      last_used_at: null,
      version: 1,
    });
    expect(created.updated_at).toBe(created.created_at);
  });

  it('34: shows its secret in the answer to its creation alone', async () => {
    const created = await stage.create({ name: 'Billing', description: 'Invoices' });
    expect(created.client_secret).toMatch(/^pcs_/);
    expect(await stage.ask(getClient, { client_id: created.client_id })).toEqual(publicForm(created));
    const updated = await update(created.client_id, { name: 'Other' });
    expect(Object.keys(updated).sort()).toEqual(Object.keys(publicForm(created)).sort());
  });

  it('is read again as it was updated', async () => {
    const { client_id } = await stage.create();
    const updated = await update(client_id, { name: 'Shop', description: 'x', scopes: ['s'] });
    expect(updated).toMatchObject({ name: 'Shop', description: 'x', scopes: ['s'], version: 2 });
    expect(await stage.ask(getClient, { client_id })).toEqual(updated);
  });

  it('33: is changed only at the version that the caller has seen, or at any where none is named', async () => {
    const { client_id } = await stage.create();
    await update(client_id, { name: 'second' }, 1);
    await expect(update(client_id, { name: 'third' }, 1)).rejects.toMatchObject({ code: 'version_conflict' });
    await expect(remove(client_id, 1)).rejects.toMatchObject({ code: 'version_conflict' });
    expect(await stage.ask(getClient, { client_id })).toMatchObject({ name: 'second', version: 2 });
    await update(client_id, { name: 'third' });
    await remove(client_id, 3);
  });

  it('35: is gone once deleted, for each who asks for it then', async () => {
    const { client_id } = await stage.create();
    expect(await remove(client_id)).toEqual({});
    const gone = { code: 'not_found' };
    await expect(remove(client_id)).rejects.toMatchObject(gone);
    await expect(update(client_id, { name: 'late' })).rejects.toMatchObject(gone);
    await expect(stage.ask(getClient, { client_id })).rejects.toMatchObject(gone);
  });

  it('33: that does not exist is not found, whatever version is expected of it', async () => {
    await expect(update(UNKNOWN, { name: 'x' }, 7)).rejects.toMatchObject({ code: 'not_found' });
    await expect(remove(UNKNOWN, 7)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['client_id', 'status', 'version', 'tokens_since', 'hash', 'created_at', 'client_secret'])(
    '30: is not created with a %s of the caller, which the edge refuses and the service leaves out',
    async (field) => {
      const client = { name: 'n', [field]: 'x' };
      expect(await stage.ask(createClient, { actor: ACTOR, client })).not.toMatchObject({ [field]: 'x' });
    },
  );

  it.each(['client_id', 'version', 'tokens_since', 'hash', 'secrets', 'updated_at'])(
    '30: is not updated with a %s of the caller, which the edge refuses and the service leaves out',
    async (field) => {
      const { client_id } = await stage.create();
      expect(await update(client_id, { [field]: 'x' })).toMatchObject({ client_id, version: 1 });
      expect(await stage.ask(getClient, { client_id })).toMatchObject({ client_id, version: 1 });
    },
  );
});

describe('31: an ID that is no ID', () => {
  const shapes: unknown[] = [{}, { $ne: null }, [], [UNKNOWN], null, undefined, '', '__proto__'];
  const ids = [...shapes, 'constructor', `${UNKNOWN}\n`, 0, true, 'p'.repeat(10_000)];
  const requests: [string, RequestContract, object][] = [
    ['read', getClient, {}],
    ['updated', updateClient, { actor: ACTOR, change: { name: 'x' } }],
    ['deleted', deleteClient, { actor: ACTOR }],
  ];

  it.each(requests)('is refused where a client is to be %s, and changes none', async (_, contract, rest) => {
    await stage.create();
    const rows = () => stage.sql('SELECT * FROM application_clients ORDER BY client_id');
    const before = await rows();
    for (const id of ids) {
      const request = { ...rest, client_id: id } as RequestInput<typeof contract>;
      await expect(stage.ask(contract, request)).rejects.toMatchObject({ code: 'invalid_request' });
    }
    expect(await rows()).toEqual(before);
  });
});
