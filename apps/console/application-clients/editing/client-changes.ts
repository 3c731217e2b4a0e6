import type { applicationClientChange } from '@postern/contracts';
import type { z } from 'zod';
import { isSameAccess } from '../access/access.js';
import { NEW_CLIENT, type ClientSettings } from '../form/client-values.js';

type Field = keyof ClientSettings;
export type ClientChange = z.input<typeof applicationClientChange>;

/** What has to be changed of a client so that it is as wanted; nothing where it is so already. */
export function changesTo(client: ClientSettings, wanted: ClientSettings): ClientChange {
  const fields = (Object.keys(NEW_CLIENT) as Field[]).filter((field) => !isSame(field, client, wanted));
  return Object.fromEntries(fields.map((field) => [field, wanted[field]]));
}

function isSame(field: Field, one: ClientSettings, other: ClientSettings): boolean {
  if (field === 'scopes') return isSameAccess({ ...one, grants: [] }, { ...other, grants: [] });
  if (field === 'grants') return isSameAccess({ ...one, scopes: [] }, { ...other, scopes: [] });
  return JSON.stringify(one[field]) === JSON.stringify(other[field]);
}
