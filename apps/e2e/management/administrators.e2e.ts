import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { createAdministrator, type Account } from '../system/accounts.js';
import type { Answer } from '../system/ask.js';
import { ConsoleSession } from '../system/console-session.js';
import type { Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const ADMINISTRATORS = '/v1/administrators';
const resources = new TestResources();
let postern: Postern;
let ada: Account;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  ada = await createAdministrator(postern);
});
afterAll(() => resources.release());

const refusedFields = (answer: Answer) => [
  answer.status,
  answer.json<{ errors?: { field: string }[] }>().errors?.map(({ field }) => field),
];

describe('an administrator', () => {
  it.each(['administrator_id', 'version', 'password', 'password_hash', 'tokens_since', 'created_at'])(
    '30: is neither created nor changed with %s, and the field is named',
    async (field) => {
      const grace = { first_name: 'Grace', last_name: 'Hopper', email: 'never@example.org', role: 'viewer' };
      const json = { ...grace, [field]: 'x' };
      expect(refusedFields(await postern.manageAt(ADMINISTRATORS, 'POST', { json }))).toEqual([400, [field]]);
      const change = { json: { role: 'viewer', [field]: 'x' } };
      const at = `${ADMINISTRATORS}/${ada.administrator_id}`;
      expect(refusedFields(await postern.manageAt(at, 'PATCH', change))).toEqual([400, [field]]);
      expect((await postern.manageAt(at)).json()).toMatchObject({ role: 'administrator' });
    },
  );

  it.each(['role', 'password', 'version', 'administrator_id', 'password_change_required'])(
    '30: does not change the own %s with the profile, and the field is named',
    async (field) => {
      const session = await ConsoleSession.begin(postern, ada);
      const json = { first_name: 'Augusta', [field]: 'viewer' };
      expect(refusedFields(await session.ask('PATCH', '/session/profile', { json }))).toEqual([400, [field]]);
    },
  );
});
