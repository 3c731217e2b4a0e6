import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { passwordOf, userOf } from './users.mjs';

const roles = new URL('../../docker/postgres/roles.sql', import.meta.url);

/**
 * The statements that make the roles of our services, for a Postgres that was started here.
 * @param {string} administrator the administrator's password
 * @returns {string} with an empty line after each
 */
export function rolesSql(administrator) {
  return readFileSync(roles, 'utf8')
    .replaceAll(/^\\getenv .*\n/gm, '')
    .replaceAll(/:'(\w+)_password'/g, (_, service) => `'${passwordOf(administrator, userOf(service))}'`)
    .replaceAll(':"DBNAME"', 'postern')
    .concat('\nREVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;\n\n');
}

/**
 * What is written down when roles are made, to know when they are other ones.
 * @param {string} sql
 */
export function digestOf(sql) {
  return createHash('sha256').update(sql).digest('hex');
}
