import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure, signIn, type Administrator } from '@postern/contracts';
import { createTestDatabase, deferred, eventually, startTestNats, TestResources } from '@postern/testing';
import { ADDRESS, AdministratorRequests, PASSWORD } from '../fixtures/administrator-requests.js';
import { ClientsStage } from '../fixtures/clients-stage.js';
import { TokenService } from '../fixtures/token-service.js';

const resources = new TestResources();
let stage: ClientsStage;
let administrators: AdministratorRequests;
let tokens: TokenService;
let ada: Administrator;

// Few, so that a test with them is over long before their minute is.
const MOST_PER_EMAIL = 4;
const MOST_PER_ADDRESS = 12;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources, {
    FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS: MOST_PER_EMAIL,
    FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: MOST_PER_ADDRESS,
  });
  await stage.startReplica();
  administrators = new AdministratorRequests(stage);
  tokens = await TokenService.start(nats.url, resources);
});

beforeEach(async () => {
  await stage.sql('TRUNCATE administrators, failed_sign_ins');
  ada = await administrators.createSettled({ email: 'Ada@example.org' });
  await stage.sql('TRUNCATE failed_sign_ins');
  stage.lines.length = 0;
  tokens.opened.length = 0;
  tokens.beforeOpening = () => Promise.resolve();
});

afterAll(() => resources.release());

const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Failure,
  );
const toldOf = ({ code, message, fields, retryAfterSeconds, limit }: Failure) =>
  ({ code, message, fields, retryAfterSeconds, limit }) as const;
const guess = (email = ada.email, address = ADDRESS) =>
  administrators.signIn(email, 'a wrong password', address);
/** As many wrong passwords as are looked at, one after the other. */
async function guessAll(email = ada.email, address = ADDRESS, most = MOST_PER_EMAIL): Promise<void> {
  for (let count = 0; count < most; count++)
    expect(await refusalOf(guess(email, address))).toMatchObject({ code: 'wrong_credentials' });
}
const signedIn = (id: string) =>
  stage.sql("SELECT * FROM audit_events WHERE subject_id = $1 AND action = 'administrator.signed_in'", [id]);

describe('signing in', () => {
  it('opens a session for whoever knows the password, whatever the letter case of the email', async () => {
    for (const email of ['ada@EXAMPLE.org', ' Ada@example.org ']) {
      const { administrator, session } = await administrators.signIn(email, PASSWORD);
      expect(administrator).toEqual({ ...ada, last_signed_in_at: expect.any(String) });
      expect(Object.keys(session).sort()).toEqual(['access_token', 'ends_at', 'expires_at', 'session_id']);
    }
    expect(tokens.opened).toEqual([ada.administrator_id, ada.administrator_id]);
  });

  it('is remembered, is in the audit log once, and is no change of the administrator', async () => {
    const { administrator } = await stage.ask(
      signIn,
      { email: ada.email, password: PASSWORD, address: '2001:db8::7' },
      'request 1',
    );
    expect(await administrators.get(ada.administrator_id)).toEqual(administrator);
    expect(Date.parse(administrator.last_signed_in_at!)).toBeGreaterThan(Date.parse(ada.created_at));
    const { last_signed_in_at: _, ...after } = administrator;
    expect(await signedIn(ada.administrator_id)).toEqual([
      expect.objectContaining({
        actor_type: 'administrator',
        actor_id: ada.administrator_id,
        actor_address: '2001:db8::7',
        request_id: 'request 1',
        subject_type: 'administrator',
        before: null,
        after,
      }),
    ]);
  });

  it('works with a password that was made up, which is then to be changed', async () => {
    const { email, temporary_password } = await administrators.create();
    const { administrator } = await administrators.signIn(email, temporary_password);
    expect(administrator.password_change_required).toBe(true);
  });

  it('works with a password in another normal form of the same characters', async () => {
    const { administrator_id: id, email, temporary_password } = await administrators.create();
    await administrators.changePassword(id, temporary_password, 'grüne Brücken über Köln');
    await administrators.signIn(email, 'grüne Brücken über Köln'.normalize('NFD'));
  });

  it('ends with the password of before, and begins with the new one', async () => {
    const { temporary_password } = await administrators.reset(ada.administrator_id);
    const old = { code: 'wrong_credentials' };
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject(old);
    await administrators.signIn(ada.email, temporary_password);
  });

  it('gives no session that is not in the audit log', async () => {
    await stage.sql(
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no luck'; END $$`,
    );
    await stage.sql(
      'CREATE TRIGGER failing BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION fail()',
    );
    try {
      await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject({ code: 'internal' });
    } finally {
      await stage.sql('DROP TRIGGER failing ON audit_events');
    }
    expect(await administrators.get(ada.administrator_id)).toEqual(ada);
  });

  it('is "unavailable" while the token service is, counts as no failure, and is not audited', async () => {
    tokens.beforeOpening = () => Promise.reject(new Failure('unavailable'));
    for (let count = 0; count <= MOST_PER_EMAIL; count++)
      await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await signedIn(ada.administrator_id)).toEqual([]);
    expect(await administrators.get(ada.administrator_id)).toEqual(ada);
  });

  const ends: [string, () => Promise<unknown>][] = [
    [
      'is changed',
      () => administrators.changePassword(ada.administrator_id, PASSWORD, 'ten other words beside it'),
    ],
    ['is reset', () => administrators.reset(ada.administrator_id)],
    [
      'goes with its owner',
      async () => {
        await administrators.create();
        await administrators.remove(ada.administrator_id);
      },
    ],
  ];
  it.each(ends)('gives no session for a password that %s meanwhile', async (_, end) => {
    tokens.beforeOpening = end;
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
    expect(await signedIn(ada.administrator_id)).toEqual([]);
  });

  it('gives no session after its owner was deleted, to none of many at a time', async () => {
    await administrators.create();
    const { administrator_id: id, email } = ada;
    const deleted = deferred();
    const asked = Array.from({ length: 6 }, (_, index) =>
      administrators.signIn(email, PASSWORD, `192.0.2.${index + 1}`).then(
        () => 'done',
        (error: unknown) => (error as Failure).code,
      ),
    );
    let opened = 0;
    // Half of them are overtaken by the delete.
    tokens.beforeOpening = () => (++opened > 3 ? deleted.promise : Promise.resolve());
    await eventually('some have got in', async () => (await signedIn(id)).length === 3);
    await administrators.remove(id);
    deleted.resolve();
    const outcomes = (await Promise.all(asked)).sort();
    expect(outcomes).toEqual(['done', 'done', 'done', ...Array<string>(3).fill('wrong_credentials')]);
    const rows = await stage.sql<{ action: string }>(
      'SELECT action FROM audit_events WHERE subject_id = $1 ORDER BY sequence',
      [id],
    );
    const signIns = Array<string>(3).fill('administrator.signed_in');
    expect(rows.map(({ action }) => action).slice(-4)).toEqual([...signIns, 'administrator.deleted']);
  });

  it('is refused where the token service does not know whom the session is for any more', async () => {
    tokens.beforeOpening = () => Promise.reject(new Failure('invalid_token'));
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
  });
});

describe('43: a wrong password', () => {
  it.each([
    'nobody@example.org',
    'no email at all',
    "' OR true --",
    'a\u0000@example.org',
    '\ud800@example.org',
    '\u212a@example.org',
    '%',
    'x'.repeat(254),
  ])('is answered as for an email that nobody has, as %j', async (email) => {
    const { administrator_id: id } = ada;
    const [wrong, unknown] = [await refusalOf(guess()), await refusalOf(guess(email))];
    expect(toldOf(unknown)).toEqual(toldOf(wrong));
    expect(wrong.message).toBe('The email or the password is wrong.');
    expect(wrong.code).toBe('wrong_credentials');
    expect(await administrators.get(id)).toEqual(ada);
    expect(tokens.opened).toEqual([]);
  });

  it('is slowed down, for an email that nobody has as well, and the right one with it', async () => {
    for (const email of [ada.email, 'nobody@example.org']) {
      await guessAll(email);
      const refused = await refusalOf(administrators.signIn(email, PASSWORD));
      expect(refused).toMatchObject({ code: 'too_many_requests', limit: 'failures_of_email_at_address' });
      expect(refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
      expect(refused.retryAfterSeconds).toBeLessThanOrEqual(60);
    }
    expect(tokens.opened).toEqual([]);
  });

  it('is slowed down whatever the letter case of the email', async () => {
    await guessAll('ADA@example.org', ADDRESS, 2);
    await guessAll(' ada@EXAMPLE.org', ADDRESS, 2);
    await expect(guess()).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('keeps nobody out elsewhere, nor others there', async () => {
    const { email } = await administrators.createSettled();
    await guessAll();
    await administrators.signIn(ada.email, PASSWORD, '192.0.2.2');
    await administrators.signIn(ada.email, PASSWORD, '');
    await administrators.signIn(email, PASSWORD);
  });

  it('counts for the whole of what one subscriber has of IPv6, and for no other', async () => {
    await guessAll(ada.email, '2001:db8:1:2::1', 2);
    await guessAll(ada.email, '2001:db8:1:2:ffff::1', 2);
    const limited = { code: 'too_many_requests' };
    await expect(guess(ada.email, '2001:db8:1:2::3')).rejects.toMatchObject(limited);
    await administrators.signIn(ada.email, PASSWORD, '2001:db8:1:3::1');
  });

  it('counts for an address whatever emails are tried from there', async () => {
    for (let count = 0; count < MOST_PER_ADDRESS; count++) await refusalOf(guess(`${count}@example.org`));
    const refused = { code: 'too_many_requests', limit: 'failures_of_address' };
    await expect(administrators.signIn(ada.email, PASSWORD)).rejects.toMatchObject(refused);
    await administrators.signIn(ada.email, PASSWORD, '192.0.2.2');
    const rows = await stage.sql('SELECT FROM failed_sign_ins');
    // What is refused unseen leaves nothing behind, however many emails a flood makes up.
    for (let count = 0; count < 10; count++) await refusalOf(guess(`${randomUUID()}@example.org`));
    expect(await stage.sql('SELECT FROM failed_sign_ins')).toHaveLength(rows.length);
  });

  it('is looked at no more often by many at a time, over two replicas', async () => {
    const refusals = await Promise.all(Array.from({ length: 20 }, () => refusalOf(guess())));
    const codes = refusals.map(({ code }) => code);
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(MOST_PER_EMAIL);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(20 - MOST_PER_EMAIL);
  });

  it('is forgotten after a minute', async () => {
    await guessAll();
    await stage.sql("UPDATE failed_sign_ins SET ends_at = now() - interval '1 ms'");
    await administrators.signIn(ada.email, PASSWORD);
    await guessAll();
    await expect(guess()).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('does not count where it was right', async () => {
    for (let count = 0; count < 2 * MOST_PER_EMAIL; count++) await administrators.signIn(ada.email, PASSWORD);
    await guessAll();
  });

  it('is told once it was one too many, and each time why, with neither password nor email', async () => {
    await guessAll();
    await refusalOf(guess('my secret, in the wrong field'));
    await refusalOf(guess());
    const refused = stage.lines.filter(({ msg }) => msg === 'password refused');
    const known = {
      administrator_id: ada.administrator_id,
      reason: 'the password is wrong',
      address: ADDRESS,
    };
    expect(refused).toEqual([
      ...Array.from({ length: MOST_PER_EMAIL }, () => expect.objectContaining(known)),
      expect.objectContaining({ reason: 'nobody has this email', address: ADDRESS }),
    ]);
    for (const line of refused) expect(line['request_id']).toEqual(expect.any(String));
    const warnings = stage.lines.filter(({ msg }) => msg === 'too many sign-ins failed');
    const limited = { level: 'warn', limit: 'failures_of_email_at_address', of: ADDRESS };
    expect(warnings).toEqual([expect.objectContaining(limited)]);
    const text = JSON.stringify(stage.lines);
    for (const secret of ['a wrong password', 'in the wrong field', ada.email])
      expect(text).not.toContain(secret);
  });

  it('is counted under a key that tells no email', async () => {
    await refusalOf(guess('my secret, in the wrong field'));
    const rows = await stage.sql<{ counted: Buffer }>('SELECT counted FROM failed_sign_ins');
    expect(rows.map(({ counted }) => counted.length)).toEqual([32, 32]);
  });
});

describe('43: limits that are switched off', () => {
  it('refuse nobody', async () => {
    const own = new TestResources();
    try {
      const [nats, databaseUrl] = await Promise.all([startTestNats(own), createTestDatabase(own)]);
      const unlimited = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, own, {
        FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS: 0,
        FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: 0,
      });
      const asked = new AdministratorRequests(unlimited);
      for (let count = 0; count < 15; count++)
        expect(await refusalOf(asked.signIn('x@example.org', 'x'))).toMatchObject({
          code: 'wrong_credentials',
        });
      expect(await unlimited.sql('SELECT FROM failed_sign_ins')).toEqual([]);
    } finally {
      await own.release();
    }
  });
});
