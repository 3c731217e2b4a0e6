const intro = `# What each service may do in NATS, and nothing else. Made from the contracts by \`npm run docs\`.`;

/**
 * docker/nats/permissions.conf, for the configuration of any NATS server: variables of its language.
 * @param {Record<string, object>} permissions by service
 * @param {object} limits of the account in JetStream
 */
export function natsPermissions(permissions, limits) {
  const variables = Object.entries(permissions).map(([service, value]) => [service.toUpperCase(), value]);
  return [intro, ...[...variables, ['JETSTREAM', limits]].map(variable), ''].join('\n\n');
}

/** @param {unknown[]} nameAndValue */
function variable([name, value]) {
  return `POSTERN_${name}: ${JSON.stringify(value, null, 2)}`;
}
