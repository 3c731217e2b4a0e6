const intro = `# Events and requests between the services

Services ask each other over core NATS and tell each other over JetStream. Each request and each event is one value
in \`libs/contracts\`; this page is made from them.`;

/**
 * docs/messages.md, from the contracts.
 * @param {Record<string, any>} contracts all that the contracts lib exports
 * @param {(schema: any) => any} toJsonSchema
 */
export function messagesPage(contracts, toJsonSchema) {
  const values = Object.values(contracts).filter((value) => typeof value?.subject === 'string');
  const bySubject = values.sort((one, other) => one.subject.localeCompare(other.subject));
  const requests = bySubject.filter((value) => 'reply' in value);
  const events = bySubject.filter((value) => 'payload' in value);
  return (
    [
      intro,
      table(
        'Requests',
        ['subject', 'asks with', 'may fail with'],
        requests.map((request) => [
          `\`${request.subject}\`${request.everyReplica ? ' (every replica)' : ''}`,
          fields(toJsonSchema(request.request)),
          request.failures.map(code).join(', '),
        ]),
      ),
      'Any of them may also fail with `invalid_request`, `unavailable` and `internal`.',
      table(
        'Events',
        ['subject', 'says'],
        events.map((event) => [code(event.subject), fields(toJsonSchema(event.payload))]),
      ),
    ].join('\n\n') + '\n'
  );
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
