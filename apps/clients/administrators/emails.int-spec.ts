import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listAdministrators, type Failure } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { AdministratorRequests, PASSWORD } from '../fixtures/administrator-requests.js';
import { ClientsStage } from '../fixtures/clients-stage.js';
import { TokenService } from '../fixtures/token-service.js';

/** To Turkish, `I` is not the upper case of `i`. */
const TURKISH = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'tr'";

const resources = new TestResources();
let stage: ClientsStage;
let administrators: AdministratorRequests;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([
    startTestNats(resources),
    createTestDatabase(resources, TURKISH),
  ]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  await stage.startReplica();
  administrators = new AdministratorRequests(stage);
  await TokenService.start(nats.url, resources);
});

beforeEach(() => stage.sql('TRUNCATE administrators, failed_sign_ins'));

afterAll(() => resources.release());

const taken = { code: 'email_taken' };

/** How often each outcome came. */
async function outcomesOf(asked: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.allSettled(asked)) {
    const code = outcome.status === 'fulfilled' ? 'done' : (outcome.reason as Failure).code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

describe('an email, in a database of another language,', () => {
  it('is the same in both letter cases', async () => {
    const [rows] = await stage.sql<{ i: string }>("SELECT lower('I') AS i");
    expect(rows!.i).toBe('ı');
    await administrators.createSettled({ email: 'INES@Image.example' });
    for (const email of ['ines@image.example', 'INES@IMAGE.EXAMPLE', 'Ines@image.example'])
      await administrators.signIn(email, PASSWORD);
    await expect(administrators.create({ email: 'ines@image.example' })).rejects.toMatchObject(taken);
  });

  it('is no other one whose letters look alike or become the same', async () => {
    await administrators.createSettled({ email: 'kim@image.example' });
    for (const email of ['\u212aim@image.example', 'kım@image.example', 'kİm@image.example'])
      await expect(administrators.signIn(email, PASSWORD)).rejects.toMatchObject({
        code: 'wrong_credentials',
      });
  });

  it('36: is listed in the order of the alphabet, and pages neither skip nor repeat', async () => {
    const emails = ['h@x.org', 'I@x.org', 'i2@x.org', 'J@x.org', 'z@x.org'];
    for (const email of [...emails].reverse()) await administrators.create({ email });
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await stage.ask(listAdministrators, { limit: 1, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ email }) => email));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['h@x.org', 'i2@x.org', 'I@x.org', 'J@x.org', 'z@x.org']);
  });
});

describe('an email that many want at a time', () => {
  it('goes to one of them, whether they are created with it, are given it or take it', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => administrators.createSettled()));
    const email = (index: number) => (index % 2 === 0 ? 'same@example.org' : 'SAME@example.org');
    const asked = people.map(({ administrator_id: id }, index) =>
      index % 2 === 0
        ? administrators.update(id, { email: email(index) })
        : administrators.changeProfile(id, { email: email(index), current_password: PASSWORD }),
    );
    asked.push(administrators.create({ email: email(0) }));
    expect(await outcomesOf(asked)).toEqual({ done: 1, email_taken: people.length });
    const owners = await stage.sql("SELECT FROM administrators WHERE lower(email) = 'same@example.org'");
    expect(owners).toHaveLength(1);
  });

  it('stays with its owner where two want to change places', async () => {
    const [one, other] = await Promise.all([administrators.create(), administrators.create()]);
    const asked = [
      administrators.update(one.administrator_id, { email: other.email }),
      administrators.update(other.administrator_id, { email: one.email }),
    ];
    const outcomes = await outcomesOf(asked);
    // Postgres ends one of them where each waits for the other.
    expect(outcomes['done'] ?? 0).toBe(0);
    const emails = [one, other].map(async ({ administrator_id: id }) => (await administrators.get(id)).email);
    expect(await Promise.all(emails)).toEqual([one.email, other.email]);
  });
});
