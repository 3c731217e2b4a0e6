import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ManageSettings } from './config.js';
import { codeOf, Refusal } from './refusal.js';

/** Where Postern is, and as which client to go there. */
export interface Credentials {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const adminFile = z
  .object({ issuer: z.url(), client_id: z.string(), client_secret: z.string() })
  .transform(({ issuer, client_id, client_secret }): Credentials => {
    return { url: issuer, clientId: client_id, clientSecret: client_secret };
  });

/** @throws Refusal where neither the settings nor the file of the first start says all of it */
export function readCredentials(settings: ManageSettings): Credentials {
  const { POSTERN_URL: url, POSTERN_CLIENT_ID: clientId, POSTERN_CLIENT_SECRET: clientSecret } = settings;
  if (url !== undefined && clientId !== undefined && clientSecret !== undefined)
    return { url, clientId, clientSecret };
  const file = join(settings.POSTERN_HOME, 'admin.json');
  const say = 'Set POSTERN_URL, POSTERN_CLIENT_ID and POSTERN_CLIENT_SECRET (or POSTERN_CLIENT_SECRET_FILE)';
  if (url !== undefined || clientId !== undefined || clientSecret !== undefined)
    throw new Refusal([`${say}, all of them; or none, to go by ${file}.`]);
  try {
    return adminFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Refusal([`${say}. None is set, and ${file} is of no use (${codeOf(error)}).`]);
  }
}
