import { SERVICES, type EventContract, type RequestContract, type ServiceName } from '@postern/contracts';
import { STREAM_BYTES, streamOf } from './event-streams.js';
import { inboxPrefixOf } from './nats-link.js';

type Contract = RequestContract | EventContract;

/** What a user may do in NATS, in the words of the server's configuration. */
export interface Permissions {
  readonly publish: { readonly allow: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
  readonly allow_responses?: { readonly max: number; readonly expires: string };
}

/** One answer to each request, and one acknowledgement of each event, while it can still be of use. */
const RESPONSES = { max: 1, expires: '1m' };

/**
 * What each service may do in NATS, and nothing else: ask what it asks, answer what it answers, publish its events
 * and read those that it hears, and receive replies below an inbox of its own. Nobody may send to an inbox: a reply
 * is let through because it answers a request that the server has handed to just this connection.
 */
export function permissionsOf(contracts: readonly Contract[]): Record<ServiceName, Permissions> {
  const requests = contracts.filter((one) => 'reply' in one);
  const events = contracts.filter((one) => 'payload' in one);
  const entries = SERVICES.map((service) => {
    const answered = requests.filter(({ subject }) => subject.startsWith(`${service}.`));
    const asked = requests.filter(({ askedBy }) => askedBy.includes(service));
    const published = events.filter(({ subject }) => subject.startsWith(`events.${service}.`));
    const heard = events.filter(({ heardBy }) => heardBy.includes(service));
    const permissions: Permissions = {
      publish: {
        allow: [
          ...subjectsOf(asked),
          ...subjectsOf(published),
          ...streamsOf(published).map((stream) => `$JS.API.STREAM.CREATE.${stream}`),
          ...streamsOf(heard).flatMap((stream) => toHear(stream, service)),
        ],
      },
      subscribe: {
        allow: [
          `${inboxPrefixOf(service)}.>`,
          // In the queue group alone: who is not in it would hear each request beside the one that answers.
          ...answered.map(({ subject, everyReplica }) => (everyReplica ? subject : `${subject} ${service}`)),
        ],
      },
      ...(answered.length + heard.length > 0 && { allow_responses: RESPONSES }),
    };
    return [service, permissions] as const;
  });
  return Object.fromEntries(entries) as Record<ServiceName, Permissions>;
}

/** Servers that each stream may be on: each counts what it holds. */
const MOST_REPLICAS = 3;

/** What the streams may take up, in bytes and in the words of the server's configuration: they are full, and no others. */
export function jetStreamLimitsOf(contracts: readonly Contract[]) {
  const events = contracts.filter((one) => 'payload' in one);
  return { max_memory: 0, max_file: MOST_REPLICAS * streamsOf(events).length * STREAM_BYTES };
}

/** What a service needs to read a stream through its durable consumer. */
function toHear(stream: string, durable: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    ...['CREATE', 'INFO', 'MSG.NEXT'].map((what) => `$JS.API.CONSUMER.${what}.${stream}.${durable}`),
  ];
}

function subjectsOf(contracts: readonly Contract[]): string[] {
  return contracts.map(({ subject }) => subject);
}

function streamsOf(events: readonly EventContract[]): string[] {
  return [...new Set(subjectsOf(events).map(streamOf))];
}
