import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Administrator } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { AdministratorRequests, PASSWORD } from '../fixtures/administrator-requests.js';
import { ClientsStage } from '../fixtures/clients-stage.js';
import { FailingDatabase, lateFailures } from '../fixtures/late-failures.js';
import { TokenService } from '../fixtures/token-service.js';

const resources = new TestResources();
let stage: ClientsStage;
let database: FailingDatabase;
let administrators: AdministratorRequests;
let tokens: TokenService;
let ada: Administrator;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  database = await FailingDatabase.of(stage);
  administrators = new AdministratorRequests(stage);
  tokens = await TokenService.start(nats.url, resources);
});

beforeEach(async () => {
  await stage.sql('TRUNCATE administrators, idempotency_keys');
  await administrators.create();
  ada = await administrators.createSettled({ email: 'ada@example.org' });
  tokens.told.length = 0;
});

afterAll(() => resources.release());

/** Counts of failed sign-ins are kept whatever becomes of the change. */
async function stored(): Promise<string[]> {
  await stage.sql('TRUNCATE failed_sign_ins');
  return database.stored();
}

const ROWS_OF_CREATE = {
  administrators: 'INSERT',
  idempotency_keys: 'INSERT',
  audit_events: 'INSERT',
  outbox: 'INSERT',
};
const ROWS_OF_UPDATE = { administrators: 'UPDATE', audit_events: 'INSERT', outbox: 'INSERT' };
const ROWS_OF_DELETE = { administrators: 'DELETE', audit_events: 'INSERT', outbox: 'INSERT' };
const UPDATES: Record<string, () => Promise<unknown>> = {
  'an update': () => administrators.update(ada.administrator_id, { role: 'viewer' }),
  'a profile': () => administrators.changeProfile(ada.administrator_id, { first_name: 'Augusta' }),
  'a reset': () => administrators.reset(ada.administrator_id),
  'another password': () =>
    administrators.changePassword(ada.administrator_id, PASSWORD, 'ten other words beside it'),
};

describe('a change of an administrator that fails late', () => {
  it.each(lateFailures(ROWS_OF_CREATE))('leaves nothing of a create: %s %s %s', async (...failure) => {
    const before = await stored();
    const create = () => administrators.create({ email: 'grace@example.org' }, 'a key');
    await database.during(failure, create);
    expect(await stored()).toEqual(before);
    // Neither the email nor the key is used up by what has failed.
    await create();
  });

  describe.each(Object.keys(UPDATES))('leaves nothing of %s,', (name) => {
    it.each(lateFailures(ROWS_OF_UPDATE))('and nobody is told: %s %s %s', async (...failure) => {
      const before = await stored();
      await database.during(failure, UPDATES[name]!);
      expect(await stored()).toEqual(before);
      expect(tokens.told).toEqual([]);
      await administrators.signIn(ada.email, PASSWORD);
    });
  });

  it.each(lateFailures(ROWS_OF_DELETE))('leaves nothing of a delete: %s %s %s', async (...failure) => {
    const before = await stored();
    await database.during(failure, () => administrators.remove(ada.administrator_id));
    expect(await stored()).toEqual(before);
    expect(tokens.told).toEqual([]);
    await administrators.signIn(ada.email, PASSWORD);
  });
});
