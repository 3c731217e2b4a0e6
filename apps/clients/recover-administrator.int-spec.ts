import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as config from '@postern/config';
import type { Administrator } from '@postern/contracts';
import { asService, createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import type { z } from 'zod';
import { AdministratorRequests, PASSWORD } from './fixtures/administrator-requests.js';
import { ClientsStage } from './fixtures/clients-stage.js';
import { EventListener } from './fixtures/event-listener.js';
import { TokenService } from './fixtures/token-service.js';

const resources = new TestResources();
let databaseUrl: string;
let environment: Record<string, string>;
let stage: ClientsStage;
let administrators: AdministratorRequests;
let listener: EventListener;
let tokens: TokenService;
let ada: Administrator;
let written: { out: string; error: string };

// The program itself, with an environment that is not the one of the process.
jest.unstable_mockModule('@postern/config', () => ({
  ...config,
  loadConfigOrExit: <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) =>
    config.loadConfig(schema, environment),
}));

/** Resolves to the code that the program ends with. */
async function run(settings: Record<string, string>) {
  // With the rights that the service has.
  environment = { DATABASE_URL: asService(databaseUrl, 'clients'), ...settings };
  jest.resetModules();
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const error = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await import('./recover-administrator.js');
    return process.exitCode ?? 0;
  } finally {
    const textOf = (write: typeof out) => write.mock.calls.map(([text]) => String(text)).join('');
    written = { out: textOf(out), error: textOf(error) };
    jest.restoreAllMocks();
    process.exitCode = undefined;
  }
}

beforeAll(async () => {
  const [nats, url] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  databaseUrl = url;
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  administrators = new AdministratorRequests(stage);
  listener = await EventListener.start(nats.url, resources);
  tokens = await TokenService.start(nats.url, resources);
});

beforeEach(async () => {
  await stage.sql('TRUNCATE administrators, failed_sign_ins');
  ada = await administrators.createSettled({ email: 'Ada@example.org' });
  tokens.told.length = 0;
});

afterAll(() => resources.release());

const LINE = /^(\S+) \((\w+)\) signs in with ([0-9A-Za-z]{25}) and then chooses another password\.\n$/;
const system = { actor_type: 'system', actor_id: 'recover-administrator', actor_address: null };
const entriesOf = (id: string, action: string) =>
  stage.sql(
    `SELECT actor_type, actor_id, actor_address, before, after FROM audit_events
     WHERE subject_id = $1 AND action = $2`,
    [id, action],
  );
const audited = ({ last_signed_in_at: _, ...state }: Administrator) => state;

describe('the program that recovers an administrator', () => {
  it('gives a temporary password, written once, that works from then on in place of the other', async () => {
    expect(await run({ ADMINISTRATOR_EMAIL: ' ada@EXAMPLE.org' })).toBe(0);
    const [, email, role, password] = LINE.exec(written.out)!;
    expect([email, role, written.error]).toEqual(['Ada@example.org', 'administrator', '']);
    const old = { code: 'wrong_credentials' };
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject(old);
    const { administrator } = await administrators.signIn(ada.email, password!);
    expect(administrator.password_change_required).toBe(true);
    const stored = [
      ...(await stage.everythingStored()),
      JSON.stringify(stage.lines),
      JSON.stringify(listener.heard),
    ];
    expect(stored.join('\n')).not.toContain(password);
  });

  it('ends every session, which the running service makes known', async () => {
    await run({ ADMINISTRATOR_EMAIL: ada.email });
    const { administrator_id: id } = ada;
    await eventually('it is heard', () => listener.changesOf(id).includes('updated 3'));
    expect(await administrators.recordOf(id)).toMatchObject({ version: 3, tokens_since: 3, scopes: [] });
  });

  it('is in the audit log, once, as done by the system', async () => {
    await run({ ADMINISTRATOR_EMAIL: ada.email });
    const after = audited(await administrators.get(ada.administrator_id));
    expect(await entriesOf(ada.administrator_id, 'administrator.password_reset')).toEqual([
      { ...system, before: audited(ada), after },
    ]);
  });

  it('makes nobody, and says how to, where nobody has the email', async () => {
    const rows = () => stage.sql('SELECT * FROM administrators');
    const before = await rows();
    expect(await run({ ADMINISTRATOR_EMAIL: 'grace@example.org' })).toBe(1);
    expect(written).toEqual({
      out: '',
      error:
        'grace@example.org: Nobody has this email. To make an administrator who has, set CREATE_ADMINISTRATOR to true.\n',
    });
    expect(await rows()).toEqual(before);
  });

  it('tells what fails, and nothing of the password', async () => {
    await stage.sql('ALTER TABLE audit_events RENAME TO elsewhere');
    try {
      expect(await run({ ADMINISTRATOR_EMAIL: ada.email })).toBe(1);
    } finally {
      await stage.sql('ALTER TABLE elsewhere RENAME TO audit_events');
    }
    expect(written).toEqual({
      out: '',
      error: 'Ada@example.org: relation "audit_events" does not exist\n',
    });
    expect(await administrators.get(ada.administrator_id)).toEqual(ada);
  });

  it('makes an administrator where it is told to', async () => {
    expect(await run({ ADMINISTRATOR_EMAIL: 'grace@example.org', CREATE_ADMINISTRATOR: 'true' })).toBe(0);
    const [, email, role, password] = LINE.exec(written.out)!;
    expect([email, role]).toEqual(['grace@example.org', 'administrator']);
    const { administrator } = await administrators.signIn('grace@example.org', password!);
    const { administrator_id: id } = administrator;
    expect(administrator).toMatchObject({
      first_name: 'New',
      last_name: 'Administrator',
      role: 'administrator',
      password_change_required: true,
    });
    await eventually('it is heard', () => listener.changesOf(id).includes('created 1'));
    expect(await entriesOf(id, 'administrator.created')).toEqual([
      { ...system, before: null, after: audited(administrator) },
    ]);
  });

  it('makes no second one of an administrator that there is, and leaves the role', async () => {
    const viewer = await administrators.createSettled({ role: 'viewer' });
    expect(await run({ ADMINISTRATOR_EMAIL: viewer.email, CREATE_ADMINISTRATOR: 'true' })).toBe(0);
    expect(written.out).toContain(`${viewer.email} (viewer) signs in with`);
    expect(await administrators.get(viewer.administrator_id)).toMatchObject({ role: 'viewer', version: 3 });
    expect(await stage.sql('SELECT FROM administrators')).toHaveLength(2);
  });

  it.each([
    ['ADMINISTRATOR_EMAIL', {}],
    ['ADMINISTRATOR_EMAIL', { ADMINISTRATOR_EMAIL: 'ada' }],
    ['CREATE_ADMINISTRATOR', { ADMINISTRATOR_EMAIL: 'ada@example.org', CREATE_ADMINISTRATOR: 'yes' }],
  ])('names %s where it is wrong, with %j', async (name, settings: Record<string, string>) => {
    await expect(run(settings)).rejects.toMatchObject({
      name: 'ConfigError',
      problems: [expect.stringMatching(`^${name}: `)],
    });
    expect(await administrators.get(ada.administrator_id)).toEqual(ada);
  });
});
