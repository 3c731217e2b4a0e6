import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Administrator } from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { AdministratorRequests, PASSWORD } from '../fixtures/administrator-requests.js';
import { ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';
import { TokenService } from '../fixtures/token-service.js';

const resources = new TestResources();
let stage: ClientsStage;
let administrators: AdministratorRequests;
let listener: EventListener;
let tokens: TokenService;
let ada: Administrator;
let id: string;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  administrators = new AdministratorRequests(stage);
  listener = await EventListener.start(nats.url, resources);
  tokens = await TokenService.start(nats.url, resources);
});

beforeEach(async () => {
  await stage.sql('TRUNCATE administrators, failed_sign_ins');
  ada = await administrators.createSettled({ email: 'ada@example.org' });
  id = ada.administrator_id;
  await stage.sql('TRUNCATE failed_sign_ins');
  tokens.told.length = 0;
});

afterAll(() => resources.release());

const NEXT = 'ten other words beside it';
const refusal = (field: string, message: string | RegExp) => ({
  code: 'invalid_request',
  fields: [{ field, message: typeof message === 'string' ? message : expect.stringMatching(message) }],
});
const wrong = refusal('current_password', 'is not your password');
const eventsOf = (action: string) =>
  stage.sql<{ before: object; after: object }>(
    'SELECT actor_type, actor_id, actor_address, before, after FROM audit_events WHERE subject_id = $1 AND action = $2',
    [id, action],
  );
const audited = ({ last_signed_in_at: _, ...state }: Administrator) => state;

describe('changing one’s password', () => {
  it('takes the present one, ends every session, and is done', async () => {
    expect(await administrators.changePassword(id, PASSWORD, NEXT)).toEqual({});
    const changed = await administrators.get(id);
    expect(changed).toMatchObject({ version: 3, password_change_required: false });
    expect(await administrators.recordOf(id)).toMatchObject({
      version: 3,
      tokens_since: 3,
      management_since: 3,
    });
    expect(tokens.told).toEqual([{ client_id: id, version: 3, deleted: false }]);
    await eventually('it is heard', () => listener.changesOf(id).includes('updated 3'));
    await administrators.signIn(ada.email, NEXT);
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
    const by = { actor_type: 'administrator', actor_id: id, actor_address: '192.0.2.1' };
    expect((await eventsOf('administrator.password_changed')).slice(1)).toEqual([
      { ...by, before: audited(ada), after: audited(changed) },
    ]);
  });

  it('opens what a password that somebody else has seen kept closed', async () => {
    const { temporary_password } = await administrators.reset(id);
    expect((await administrators.recordOf(id))!.scopes).toEqual([]);
    await administrators.changePassword(id, temporary_password, NEXT);
    expect(await administrators.get(id)).toMatchObject({ password_change_required: false });
    expect((await administrators.recordOf(id))!.scopes).not.toEqual([]);
  });

  it.each([
    ['shorter than 12 characters', 'short 7 word', undefined],
    ['shorter than 12 characters', 'short words', 'change.new_password'],
    ['longer than 200 characters', 'x'.repeat(201), 'change.new_password'],
    ['half a surrogate pair', `seven quiet lanterns \ud800`, 'change.new_password'],
    ['the one that you have', PASSWORD, 'new_password'],
    ['easy to guess', 'passwordpassword', 'new_password'],
    ['easy to guess', 'PolniyPizdec0211', 'new_password'],
    ['easy to guess', 'Ada@Example.org!', 'new_password'],
    ['easy to guess', 'Lovelace2026', 'new_password'],
  ])('takes none that is %s: %j', async (message, password, field) => {
    const asked = administrators.changePassword(id, PASSWORD, password);
    if (field === undefined) await asked;
    else {
      await expect(asked).rejects.toMatchObject(refusal(field, new RegExp(message)));
      expect(await administrators.get(id)).toEqual(ada);
    }
  });

  it('names all that is wrong at once, and does not tell whether a wrong one is the new one', async () => {
    const asked = administrators.changePassword(id, 'passwordpassword', 'passwordpassword');
    await expect(asked).rejects.toMatchObject({
      fields: [
        { field: 'current_password', message: 'is not your password' },
        { field: 'new_password', message: expect.stringContaining('easy to guess') },
      ],
    });
  });

  it('43: is slowed down where the present one is guessed, together with signing in', async () => {
    for (let count = 0; count < 5; count++) {
      await expect(administrators.changePassword(id, 'a guess', NEXT)).rejects.toMatchObject(wrong);
      const profile = administrators.changeProfile(id, {
        email: 'x@example.org',
        current_password: 'a guess',
      });
      await expect(profile).rejects.toMatchObject(wrong);
    }
    const limited = { code: 'too_many_requests', retryAfterSeconds: expect.any(Number) };
    await expect(administrators.changePassword(id, PASSWORD, NEXT)).rejects.toMatchObject(limited);
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject(limited);
    await administrators.changePassword(id, PASSWORD, NEXT, '192.0.2.2');
  });

  it('goes through for one of many at a time who know the same password', async () => {
    const asked = ['one', 'two', 'three', 'four'].map((word) =>
      administrators.changePassword(id, PASSWORD, `${word} and some more words`),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(wrong);
    expect(await administrators.get(id)).toMatchObject({ version: 3 });
  });

  it('44: leaves no password anywhere', async () => {
    await administrators.changePassword(id, PASSWORD, NEXT);
    await administrators
      .changePassword(id, 'a wrong canary password', 'another canary, which is long')
      .catch(() => {});
    await administrators.signIn(ada.email, 'a third canary password').catch(() => {});
    const text = [
      ...(await stage.everythingStored()),
      JSON.stringify(stage.lines),
      JSON.stringify(listener.heard),
    ];
    expect(text.join('\n')).toContain(id);
    for (const password of [PASSWORD, NEXT, 'canary']) expect(text.join('\n')).not.toContain(password);
  });
});

describe('changing one’s profile', () => {
  it('changes names alone without the password, and ends no session', async () => {
    const changed = await administrators.changeProfile(id, {
      first_name: ' Augusta Ada ',
      last_name: 'O’Neill-Żak',
    });
    expect(changed).toEqual({
      ...ada,
      first_name: 'Augusta Ada',
      last_name: 'O’Neill-Żak',
      updated_at: changed.updated_at,
      version: 3,
    });
    expect(await administrators.recordOf(id)).toMatchObject({ version: 3, tokens_since: 2 });
    const by = { actor_type: 'administrator', actor_id: id, actor_address: '192.0.2.1' };
    expect(await eventsOf('administrator.updated')).toEqual([
      { ...by, before: audited(ada), after: audited(changed) },
    ]);
    expect(tokens.told).toEqual([{ client_id: id, version: 3, deleted: false }]);
  });

  it('changes the email with the password, and one signs in with the new one', async () => {
    const email = 'Augusta@example.org';
    const needed = refusal('current_password', 'is needed to change the email');
    await expect(administrators.changeProfile(id, { email })).rejects.toMatchObject(needed);
    const wrongly = administrators.changeProfile(id, { email, current_password: 'a wrong one' });
    await expect(wrongly).rejects.toMatchObject(wrong);
    expect(await administrators.get(id)).toEqual(ada);
    expect(await administrators.changeProfile(id, { email, current_password: PASSWORD })).toMatchObject({
      email,
    });
    await administrators.signIn(email, PASSWORD);
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
  });

  it('changes the letter case of the email without the password', async () => {
    const email = 'Ada@Example.org';
    expect(await administrators.changeProfile(id, { email })).toMatchObject({ email, version: 3 });
  });

  it('takes no wrong password, even where none is needed', async () => {
    const asked = administrators.changeProfile(id, {
      first_name: 'Augusta',
      current_password: 'a wrong one',
    });
    await expect(asked).rejects.toMatchObject(wrong);
  });

  it('takes no email of another', async () => {
    const { email } = await administrators.create();
    const asked = administrators.changeProfile(id, {
      email: email.toUpperCase(),
      current_password: PASSWORD,
    });
    await expect(asked).rejects.toMatchObject({ code: 'email_taken' });
    expect(await administrators.get(id)).toEqual(ada);
  });

  it('writes nothing where it changes nothing, and tells nobody', async () => {
    const { first_name, last_name, email } = ada;
    expect(await administrators.changeProfile(id, { first_name, last_name, email })).toEqual(ada);
    expect(await administrators.changeProfile(id, {})).toEqual(ada);
    expect(tokens.told).toEqual([]);
  });

  it.each(['role', 'password', 'version', 'administrator_id', 'password_change_required'])(
    '30: changes no %s, which the edge refuses and the service leaves out',
    async (field) => {
      expect(await administrators.changeProfile(id, { [field]: 'administrator' })).toEqual(ada);
    },
  );
});
