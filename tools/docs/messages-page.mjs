const intro = `# Events and requests between the services

Services ask each other over core NATS and tell each other over JetStream. Each request and each event is one value
in \`libs/contracts\`; this page is made from them. The first part of a subject names the service that answers, of an event
the second the one that publishes. NATS lets nobody else ask or hear: [least privilege](decisions/least-privilege.md).
Each has a version, 1 unless it says so here: [two releases side by side](decisions/upgrades.md).`;

/**
 * @param {Record<string, any>} exported all that the contracts lib exports
 * @returns {any[]} the contracts, by their subjects
 */
export function contractsIn(exported) {
  const contracts = Object.values(exported).filter((value) => typeof value?.subject === 'string');
  return contracts.sort((one, other) => one.subject.localeCompare(other.subject));
}

/**
 * docs/messages.md, from the contracts.
 * @param {any[]} bySubject
 * @param {(schema: any) => any} toJsonSchema
 */
export function messagesPage(bySubject, toJsonSchema) {
  const requests = bySubject.filter((value) => 'reply' in value);
  const events = bySubject.filter((value) => 'payload' in value);
  return (
    [
      intro,
      table(
        'Requests',
        ['subject', 'asked by', 'asks with', 'may fail with'],
        requests.map((request) => [
          `${code(request.subject)}${version(request)}${request.everyReplica ? ' (every replica)' : ''}`,
          request.askedBy.join(', '),
          fields(toJsonSchema(request.request)),
          request.failures.map(code).join(', '),
        ]),
      ),
      'Any of them may also fail with `invalid_request`, `unavailable` and `internal`.',
      table(
        'Events',
        ['subject', 'heard by', 'says'],
        events.map((event) => [
          code(event.subject) + version(event),
          event.heardBy.join(', '),
          fields(toJsonSchema(event.payload)),
        ]),
      ),
    ].join('\n\n') + '\n'
  );
}

/** @param {any} contract */
function version(contract) {
  return contract.version === 1 ? '' : ` (version ${contract.version})`;
}

/** @param {any} schema */
function fields({ properties = {}, required = [] }) {
  return Object.keys(properties)
    .map((name) => code(name) + (required.includes(name) ? '' : '?'))
    .join(', ');
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}

/**
 * @param {string} title
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(title, head, rows) {
  /** @param {string[]} cells */
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
