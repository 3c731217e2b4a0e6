import { describe, expect, it } from '@jest/globals';
import type { ApplicationClient } from '@postern/contracts';
import { ApiError } from '../../api/api-error.js';
import { NEW_CLIENT } from '../form/client-values.js';
import type { ClientChange } from './client-changes.js';
import { saveClient } from './save-client.js';

const client: ApplicationClient = {
  ...NEW_CLIENT,
  client_id: 'pcl_3dZk0uVqT7hQn1XwB9sYcE',
  name: 'Orders sync',
  scopes: ['a', 'b'],
  status: 'active',
  created_at: '2026-01-31T12:00:00.000Z',
  updated_at: '2026-01-31T12:00:00.000Z',
  last_used_at: null,
  version: 3,
};

/** Saves over what the client has become meanwhile; `sent` is what was sent, the newest last. */
async function save(wanted: Partial<ApplicationClient>, now: ApplicationClient = client) {
  const sent: [ClientChange, number | undefined][] = [];
  const change = (_: string, changes: ClientChange, version?: number): Promise<ApplicationClient> => {
    sent.push([changes, version]);
    return version === now.version
      ? Promise.resolve({ ...now, ...changes, version: version + 1 } as ApplicationClient)
      : Promise.reject(new ApiError('version_conflict', 'It was changed.'));
  };
  const read = () => Promise.resolve(now);
  const saved = saveClient({ seen: client, wanted: { ...client, ...wanted }, read, change });
  return { outcome: await saved.catch((error: unknown) => ApiError.from(error).code), sent };
}

describe('a client is saved', () => {
  it('by what differs, in the version that was seen', async () => {
    const { sent } = await save({ name: 'Orders', scopes: ['b', 'a'] });
    expect(sent).toEqual([[{ name: 'Orders' }, 3]]);
  });

  it('by nothing, where nothing differs', async () => {
    const { outcome, sent } = await save({ scopes: ['b', 'a'] });
    expect(outcome).toBe(client);
    expect(sent).toEqual([]);
  });

  it('once more, where somebody else changed what the form does not show', async () => {
    const { outcome, sent } = await save({ name: 'Orders' }, { ...client, status: 'disabled', version: 4 });
    expect(outcome).toMatchObject({ name: 'Orders', status: 'disabled', version: 5 });
    expect(sent.at(-1)).toEqual([{ name: 'Orders' }, 4]);
  });

  it('already, where only the answer got lost', async () => {
    const { outcome, sent } = await save({ name: 'Orders' }, { ...client, name: 'Orders', version: 4 });
    expect(outcome).toMatchObject({ name: 'Orders', version: 4 });
    expect(sent).toHaveLength(1);
  });
});

describe('a client is not saved', () => {
  it.each([
    ['the same, to something else', { name: 'Theirs' }],
    ['something else that the form shows', { description: 'Theirs' }],
    ['both', { name: 'Orders', scopes: ['c'] }],
  ])('where somebody else changed %s', async (_, theirs) => {
    const { outcome, sent } = await save({ name: 'Orders' }, { ...client, ...theirs, version: 4 });
    expect(outcome).toBe('version_conflict');
    expect(sent).toHaveLength(1);
  });
});
