import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * @typedef {object} ComposeService what of it our checks look at
 * @property {string} image
 * @property {{ context: string, dockerfile: string, target: string }} [build]
 * @property {string} [user]
 * @property {string[]} [command]
 * @property {string[]} [entrypoint]
 * @property {Record<string, string>} [environment]
 * @property {string[]} [secrets]
 * @property {string[]} [volumes]
 * @property {string[]} [ports]
 * @property {string[]} [networks]
 * @property {Record<string, { condition: string }>} [depends_on]
 * @property {object} [healthcheck]
 * @property {string} [container_name]
 * @property {string} [restart]
 * @property {boolean} [read_only]
 * @property {string[]} [cap_drop]
 * @property {string[]} [security_opt]
 * @property {{ resources?: { limits?: Record<string, unknown> } }} [deploy]
 */

/**
 * @typedef {object} Compose
 * @property {Record<string, ComposeService>} services
 * @property {Record<string, { internal?: boolean }>} networks
 * @property {Record<string, { file: string }>} secrets
 */

/**
 * @param {string} file
 * @returns {Compose} as compose reads it where the environment sets nothing: `${NAME:-else}` is `else`, `$$` a dollar
 */
export function readCompose(file) {
  const text = readFileSync(file, 'utf8');
  return parse(text, {
    merge: true,
    reviver: (_, value) => (typeof value === 'string' ? resolve(value) : value),
  });
}

/** @param {string} text */
function resolve(text) {
  return text.replace(/\$\$|\$\{\w+:-([^}]*)\}/g, (found, unlessSet) => (found === '$$' ? '$' : unlessSet));
}
