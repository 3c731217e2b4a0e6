import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ADMINISTRATOR_ID,
  getAdministrator,
  listAdministrators,
  ROLE_SCOPES,
  type Failure,
  type RequestContract,
  type RequestInput,
  createAdministrator,
  createClient,
  deleteAdministrator,
  resetPassword,
  updateAdministrator,
} from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { verify } from 'argon2';
import { AdministratorRequests } from '../fixtures/administrator-requests.js';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';
import { TokenService } from '../fixtures/token-service.js';

const resources = new TestResources();
let stage: ClientsStage;
let administrators: AdministratorRequests;
let listener: EventListener;
let tokens: TokenService;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  await stage.startReplica();
  administrators = new AdministratorRequests(stage);
  listener = await EventListener.start(nats.url, resources);
  tokens = await TokenService.start(nats.url, resources);
});

beforeEach(async () => {
  tokens.told.length = 0;
  await stage.sql('TRUNCATE administrators, failed_sign_ins');
});

afterAll(() => resources.release());

const UNKNOWN = 'adm_zzzzzzzzzzzzzzzzzzzzzz';
const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'rejected' ? (outcome.reason as Failure).code : 'done';
const codesOf = async (...asked: Promise<unknown>[]) => (await Promise.allSettled(asked)).map(codeOf).sort();

interface Entry {
  action: string;
  before: object | null;
  after: object | null;
}
const entriesOf = (id: string) =>
  stage.sql<Entry>('SELECT action, before, after FROM audit_events WHERE subject_id = $1 ORDER BY sequence', [
    id,
  ]);
const audited = ({ last_signed_in_at: _, ...state }: { last_signed_in_at: string | null }) => state;

describe('an administrator', () => {
  it('is created as asked, with a password made up that works', async () => {
    const email = 'Ada.Lovelace@Example.org';
    const { temporary_password, ...created } = await administrators.create({ email, role: 'viewer' });
    expect(created).toEqual({
      administrator_id: expect.stringMatching(ADMINISTRATOR_ID),
      email,
      first_name: 'Ada',
      last_name: 'Lovelace',
      role: 'viewer',
      password_change_required: true,
      created_at: created.updated_at,
      updated_at: created.updated_at,
      last_signed_in_at: null,
      version: 1,
    });
    expect(temporary_password).toMatch(/^[0-9A-Za-z]{25}$/);
    expect(await administrators.get(created.administrator_id)).toEqual(created);
    const [row] = await stage.sql<{ password_hash: string }>('SELECT password_hash FROM administrators');
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(row!.password_hash, temporary_password)).toBe(true);
  });

  it('34: shows the password in the answers to its creation and its reset alone', async () => {
    const { temporary_password: first, administrator_id: id } = await administrators.create();
    const { temporary_password: second } = await administrators.reset(id);
    expect(second).not.toBe(first);
    const updated = await administrators.update(id, { first_name: 'Other' });
    const [listed] = (await stage.ask(listAdministrators, {})).data;
    for (const shown of [updated, await administrators.get(id), listed!])
      expect(Object.keys(shown).filter((name) => /password/.test(name))).toEqual([
        'password_change_required',
      ]);
    const stored = (await stage.everythingStored()).join('\n');
    expect(stored).toContain(id);
    for (const password of [first, second]) expect(stored).not.toContain(password);
    expect(JSON.stringify(stage.lines)).not.toContain(first);
  });

  it('has each change in the audit log once, with what it was before and after', async () => {
    const { temporary_password: _, ...created } = await administrators.create();
    const id = created.administrator_id;
    await administrators.create();
    const updated = await administrators.update(id, { last_name: 'King', role: 'viewer' });
    const { temporary_password: __, ...reset } = await administrators.reset(id);
    await administrators.remove(id);
    expect(await entriesOf(id)).toEqual([
      { action: 'administrator.created', before: null, after: audited(created) },
      { action: 'administrator.updated', before: audited(created), after: audited(updated) },
      { action: 'administrator.password_reset', before: audited(updated), after: audited(reset) },
      { action: 'administrator.deleted', before: audited(reset), after: null },
    ]);
  });

  it('tells each version to the token service, at once and for certain', async () => {
    const { administrator_id: client_id } = await administrators.create();
    await administrators.create();
    await administrators.update(client_id, { last_name: 'King' });
    await administrators.update(client_id, { last_name: 'King' });
    await administrators.reset(client_id);
    await administrators.remove(client_id);
    expect(tokens.told).toEqual([
      { client_id, version: 2, deleted: false },
      { client_id, version: 3, deleted: false },
      { client_id, version: 4, deleted: true },
    ]);
    await eventually('all is heard', () => listener.changesOf(client_id).includes('deleted 4'));
    expect(listener.changesOf(client_id)).toEqual(['created 1', 'updated 2', 'updated 3', 'deleted 4']);
  });

  it('33: is changed only at the version that the caller has seen, or at any where none is named', async () => {
    const { administrator_id: id } = await administrators.create();
    await administrators.create();
    await administrators.update(id, { first_name: 'Second' }, 1);
    const conflict = { code: 'version_conflict' };
    await expect(administrators.update(id, { first_name: 'Third' }, 1)).rejects.toMatchObject(conflict);
    await expect(administrators.remove(id, 1)).rejects.toMatchObject(conflict);
    expect(await administrators.get(id)).toMatchObject({ first_name: 'Second', version: 2 });
    await administrators.update(id, { first_name: 'Third' });
    await administrators.remove(id, 3);
  });

  it('35: is gone once deleted, for each who asks for it then', async () => {
    const { administrator_id: id } = await administrators.create();
    await administrators.create();
    expect(await administrators.remove(id)).toEqual({});
    for (const gone of [id, UNKNOWN]) {
      const asked = [
        administrators.get(gone),
        administrators.update(gone, {}),
        administrators.remove(gone),
        administrators.reset(gone),
        administrators.changePassword(gone, 'x', 'seven quiet lanterns drift'),
        administrators.changeProfile(gone, { first_name: 'Late' }),
      ];
      expect(await codesOf(...asked)).toEqual(asked.map(() => 'not_found'));
      expect(await administrators.recordOf(gone)).toBeNull();
    }
  });

  it.each(['administrator_id', 'version', 'tokens_since', 'password', 'password_hash', 'created_at'])(
    '30: has no %s of the caller, which the edge refuses and the service leaves out',
    async (field) => {
      const created = await administrators.create({ [field]: 'x' });
      const changed = await administrators.update(created.administrator_id, { [field]: 'x' });
      for (const administrator of [created, changed])
        expect(administrator).not.toMatchObject({ [field]: 'x' });
      expect(await administrators.get(created.administrator_id)).toEqual(changed);
    },
  );

  const shapes: unknown[] = [
    {},
    { $ne: null },
    [],
    [UNKNOWN],
    null,
    undefined,
    '',
    '__proto__',
    `${UNKNOWN}\n`,
  ];
  const ids = [...shapes, 0, true, 'a'.repeat(10_000), 'pcl_0000000000000000000000'];
  const requests: [string, RequestContract, object][] = [
    ['read', getAdministrator, {}],
    ['updated', updateAdministrator, { actor: ACTOR, change: { first_name: 'Eve' } }],
    ['deleted', deleteAdministrator, { actor: ACTOR }],
    ['given a password', resetPassword, { actor: ACTOR }],
  ];
  it.each(requests)('31: is not %s by what is no ID, and none is changed', async (_, contract, rest) => {
    await administrators.create();
    const rows = () => stage.sql('SELECT * FROM administrators');
    const before = await rows();
    for (const id of ids) {
      const request = { ...rest, administrator_id: id } as RequestInput<typeof contract>;
      await expect(stage.ask(contract, request)).rejects.toMatchObject({ code: 'invalid_request' });
    }
    expect(await rows()).toEqual(before);
  });
});

describe('32: an administrator who is created with a key', () => {
  it('is one, however often and however parallel, with one password', async () => {
    const email = 'once@example.org';
    const asked = Array.from({ length: 50 }, () => administrators.create({ email }, 'a key'));
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) expect(other).toEqual(first);
    expect(await stage.sql('SELECT FROM administrators')).toHaveLength(1);
    expect(await entriesOf(first!.administrator_id)).toHaveLength(1);
  });

  it('is refused where the key was used for another, or for a client', async () => {
    await administrators.create({ email: 'one@example.org' }, 'another key');
    const reused = { code: 'idempotency_key_reused' };
    await expect(administrators.create({ email: 'two@example.org' }, 'another key')).rejects.toMatchObject(
      reused,
    );
    const client = { actor: ACTOR, client: { name: 'One' }, idempotency_key: 'another key' };
    await expect(stage.ask(createClient, client)).rejects.toMatchObject(reused);
  });

  it('is told of again once deleted, and is not there again', async () => {
    const email = 'gone@example.org';
    const first = await administrators.create({ email }, 'a fourth key');
    await administrators.create();
    await administrators.remove(first.administrator_id);
    expect(await administrators.create({ email }, 'a fourth key')).toEqual(first);
    await expect(administrators.get(first.administrator_id)).rejects.toMatchObject({ code: 'not_found' });
    const signIn = administrators.signIn(email, first.temporary_password);
    await expect(signIn).rejects.toMatchObject({ code: 'wrong_credentials' });
    await administrators.create({ email }, 'a fifth key');
  });

  it('leaves the key unused where the email is taken', async () => {
    const { administrator_id: id } = await administrators.create({ email: 'taken@example.org' });
    const again = () => administrators.create({ email: 'taken@example.org' }, 'a third key');
    await expect(again()).rejects.toMatchObject({ code: 'email_taken' });
    await administrators.update(id, { email: 'other@example.org' });
    expect(await again()).toMatchObject({ email: 'taken@example.org' });
  });
});

describe('an email', () => {
  it('is of one administrator, whatever its letter case', async () => {
    const { administrator_id: id } = await administrators.create({ email: 'one@example.org' });
    const other = await administrators.create({ email: 'two@example.org' });
    const taken = { code: 'email_taken' };
    await expect(administrators.create({ email: 'ONE@example.ORG' })).rejects.toMatchObject(taken);
    await expect(administrators.update(id, { email: 'Two@Example.org' })).rejects.toMatchObject(taken);
    expect(await administrators.update(id, { email: 'One@Example.org' })).toMatchObject({ version: 2 });
    expect(await administrators.get(other.administrator_id)).toMatchObject({ version: 1 });
  });

  it('goes to one of many who are created with it at a time', async () => {
    const asked = Array.from({ length: 8 }, (_, index) =>
      administrators.create({ email: index % 2 === 0 ? 'same@example.org' : 'SAME@example.org' }),
    );
    expect(await codesOf(...asked)).toEqual(['done', ...Array<string>(7).fill('email_taken')]);
    expect(await stage.sql('SELECT FROM administrators')).toHaveLength(1);
  });

  it('goes to one of many who change to it at a time', async () => {
    const created = await Promise.all(Array.from({ length: 6 }, () => administrators.create()));
    const asked = created.map(({ administrator_id: id }) =>
      administrators.update(id, { email: 'x@example.org' }),
    );
    expect(await codesOf(...asked)).toEqual(['done', ...Array<string>(5).fill('email_taken')]);
  });
});

describe('the last one with the role administrator', () => {
  it('is neither deleted nor made a viewer, and may change otherwise', async () => {
    const { administrator_id: id } = await administrators.create();
    await administrators.create({ role: 'viewer' });
    const last = { code: 'last_administrator' };
    await expect(administrators.remove(id)).rejects.toMatchObject(last);
    await expect(administrators.update(id, { role: 'viewer' })).rejects.toMatchObject(last);
    await administrators.update(id, { role: 'administrator', first_name: 'Still' });
    expect(await administrators.get(id)).toMatchObject({ role: 'administrator', first_name: 'Still' });
  });

  it('may go once somebody else has the role', async () => {
    const { administrator_id: id } = await administrators.create();
    const { administrator_id: other } = await administrators.create({ role: 'viewer' });
    await administrators.update(other, { role: 'administrator' });
    await administrators.remove(id);
  });

  const ends: [string, (id: string) => Promise<unknown>][] = [
    ['deleted', (id) => administrators.remove(id)],
    ['made viewers', (id) => administrators.update(id, { role: 'viewer' })],
  ];
  it.each(ends)('stays where all are %s at a time', async (_, end) => {
    for (let round = 0; round < 5; round++) {
      await stage.sql('TRUNCATE administrators');
      const created = await Promise.all(Array.from({ length: 4 }, () => administrators.create()));
      const asked = created.map(({ administrator_id: id }) => end(id));
      expect(await codesOf(...asked)).toEqual(['done', 'done', 'done', 'last_administrator']);
      expect(await stage.sql("SELECT FROM administrators WHERE role = 'administrator'")).toHaveLength(1);
    }
  });

  it('stays where one of two is deleted while the other is made a viewer', async () => {
    for (let round = 0; round < 5; round++) {
      await stage.sql('TRUNCATE administrators');
      const [one, other] = await Promise.all([administrators.create(), administrators.create()]);
      const asked = [
        administrators.remove(one.administrator_id),
        administrators.update(other.administrator_id, { role: 'viewer' }),
      ];
      expect(await codesOf(...asked)).toEqual(['done', 'last_administrator']);
    }
  });
});

describe('36: the list of administrators', () => {
  it('is in the order of their emails, whatever the letter case, and pages neither skip nor repeat', async () => {
    const emails = [
      'bob@example.org',
      'Ada@example.org',
      'cy@example.org',
      'Dan@example.org',
      'eve@example.org',
    ];
    for (const email of emails) await administrators.create({ email });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await stage.ask(listAdministrators, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.data.map(({ email }) => email));
      cursor = page.next_cursor;
      await administrators.create({ email: `aa${seen.length}@example.org` });
    } while (cursor !== null);
    expect(seen).toEqual([
      'Ada@example.org',
      'bob@example.org',
      'cy@example.org',
      'Dan@example.org',
      'eve@example.org',
    ]);
  });

  it('takes no cursor of another list', async () => {
    const asked = stage.ask(listAdministrators, { cursor: 'x' });
    await expect(asked).rejects.toMatchObject({ code: 'invalid_request', fields: [{ field: 'cursor' }] });
  });
});

describe('an administrator in the eyes of the token service', () => {
  it('is a client with the scopes of the role, and with nothing to authenticate with', async () => {
    const { administrator_id: id } = await administrators.createSettled({ role: 'viewer' });
    expect(await administrators.recordOf(id)).toEqual({
      client_id: id,
      status: 'active',
      scopes: ROLE_SCOPES.viewer,
      grants: [],
      token_lifetime_seconds: null,
      resource_server_for: null,
      token_endpoint_auth_method: 'client_secret_basic',
      jwks: null,
      jwks_uri: null,
      allowed_addresses: [],
      version: 2,
      tokens_since: 2,
      management_since: 2,
      secrets: [],
    });
    await administrators.update(id, { role: 'administrator' });
    const promoted = { scopes: ROLE_SCOPES.administrator, version: 3, tokens_since: 2 };
    expect(await administrators.recordOf(id)).toMatchObject(promoted);
  });

  it('has no scope while the password is one that somebody else has seen, and no session from before', async () => {
    const { administrator_id: id } = await administrators.create();
    expect(await administrators.recordOf(id)).toMatchObject({ scopes: [], tokens_since: 1 });
    const settled = await administrators.createSettled();
    expect((await administrators.recordOf(settled.administrator_id))!.scopes).not.toEqual([]);
    await administrators.reset(settled.administrator_id);
    expect(await administrators.recordOf(settled.administrator_id)).toMatchObject({
      scopes: [],
      version: 3,
      tokens_since: 3,
      management_since: 3,
    });
  });
});

it('that is created by a request of another form is named by its wrong fields', async () => {
  const administrator = { email: 'nobody', first_name: 'A', last_name: '7', role: 'root' };
  const asked = stage.ask(createAdministrator, { actor: ACTOR, administrator } as never);
  const fields = ['email', 'first_name', 'last_name', 'role'].map((field) =>
    expect.objectContaining({ field: `administrator.${field}` }),
  );
  await expect(asked).rejects.toMatchObject({ code: 'invalid_request', fields });
});
