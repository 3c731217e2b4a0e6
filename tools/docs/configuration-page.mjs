/**
 * @typedef {{ name: string, about: string, schema: { shape: Record<string, any> } }} Part a process and its settings
 * @typedef {{ description: string, secret?: boolean }} Facts
 */

const intro = `# Configuration

Every process reads its settings from the environment, once, at its start. It names all that is wrong at once and
ends with code 78. An empty variable counts as absent.

Of a secret, \`NAME_FILE\` may name a file that holds the value instead, as Kubernetes mounts it.

\`npm start\` sets what its processes need, and hands on what you set. Of its own it knows \`PORT\` (3000), \`HOST\`
(127.0.0.1), \`ISSUER\` (http://127.0.0.1:PORT), \`POSTERN_HOME\` (\`.postern\`, where it keeps state, keys and logs),
and \`DATABASE_URL\`, \`REDIS_URL\` and \`NATS_URL\`: a server whose URL is given is used, the others are started.`;

/**
 * docs/configuration.md, from the schemas that the processes themselves read.
 * @param {Part[]} parts
 * @param {(schema: any) => Facts} factsOf
 */
export function configurationPage(parts, factsOf) {
  const sections = parts.map(({ name, about, schema }) => {
    const rows = Object.entries(schema.shape).map(([setting, field]) => row(setting, field, factsOf(field)));
    return [`## ${name}`, '', about, '', '| setting | | unless set |', '|---|---|---|', ...rows].join('\n');
  });
  return [intro, ...sections].join('\n\n') + '\n';
}

/**
 * @param {string} setting
 * @param {any} field
 * @param {Facts} facts
 */
function row(setting, field, { description, secret }) {
  const name = secret ? `\`${setting}\`, \`${setting}_FILE\`` : `\`${setting}\``;
  return `| ${name} | ${description} | ${fallback(field)} |`;
}

/** @param {any} field what applies when a setting is absent */
function fallback(field) {
  const absent = field.safeParse(undefined);
  if (!absent.success) return '**needed**';
  return field.def.type === 'default' ? `\`${field.def.defaultValue}\`` : '';
}
