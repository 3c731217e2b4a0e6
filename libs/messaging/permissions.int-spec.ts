import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import * as contracts from '@postern/contracts';
import type { EventContract, RequestContract, ServiceName } from '@postern/contracts';
import { asService, startTestNats, TestResources } from '@postern/testing';
import { User } from './fixtures/user.js';

const { SERVICES } = contracts;
const resources = new TestResources();
const values: readonly unknown[] = Object.values(contracts);
const isContract = (value: unknown): value is { subject: string } =>
  typeof value === 'object' && value !== null && 'subject' in value;
const requests = values.filter((value): value is RequestContract => isContract(value) && 'reply' in value);
const events = values.filter((value): value is EventContract => isContract(value) && 'payload' in value);
const STREAMS = { CLIENTS: 'clients', TOKENS: 'tokens' } as const;

let url: string;
let users: ReadonlyMap<ServiceName, User>;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  const connecting = SERVICES.map(async (service) => {
    const user = resources.add(await User.connect(url, service), (one) => one.close());
    return [service, user] as const;
  });
  users = new Map(await Promise.all(connecting));
});
afterAll(() => resources.release());

/** What is tried beside the subjects of contracts: JetStream, inboxes, wildcards and the server's own. */
const STREAM_VERBS = [
  'CREATE',
  'UPDATE',
  'INFO',
  'DELETE',
  'PURGE',
  'MSG.GET',
  'MSG.DELETE',
  'SNAPSHOT',
  'RESTORE',
];
const CONSUMER_VERBS = ['CREATE', 'DURABLE.CREATE', 'INFO', 'DELETE', 'MSG.NEXT', 'PAUSE', 'UNPIN'];
const JETSTREAM = [
  ...[
    'INFO',
    'STREAM.NAMES',
    'STREAM.LIST',
    'ACCOUNT.PURGE.POSTERN',
    'META.LEADER.STEPDOWN',
    'SERVER.REMOVE',
  ],
  ...[...Object.keys(STREAMS), 'OTHER'].flatMap((stream) => [
    ...STREAM_VERBS.map((verb) => `STREAM.${verb}.${stream}`),
    ...['NAMES', 'LIST', 'CREATE'].map((verb) => `CONSUMER.${verb}.${stream}`),
    `DIRECT.GET.${stream}`,
    ...[...SERVICES, 'other'].flatMap((durable) => [
      ...CONSUMER_VERBS.map((verb) => `CONSUMER.${verb}.${stream}.${durable}`),
      `CONSUMER.CREATE.${stream}.${durable}.events.clients.heartbeat`,
    ]),
  ]),
].map((api) => `$JS.API.${api}`);
const ACKNOWLEDGEMENTS = Object.keys(STREAMS).flatMap((stream) =>
  SERVICES.map((durable) => `$JS.ACK.${stream}.${durable}.1.1.1.1700000000000000000.0`),
);
const INBOXES = [...SERVICES, 'other'].map((service) => `_INBOX.${service}.abc.def`);
const OTHERS = [
  'anything',
  'gateway.anything',
  '$SYS.REQ.SERVER.PING',
  '$SYS.REQ.USER.INFO',
  '$SRV.PING',
  'events.other',
];

/** Whether the running system publishes there as this service; of JetStream by hand, as it is used. */
function publishes(service: ServiceName, subject: string): boolean {
  const contract = [...requests, ...events].find((one) => one.subject === subject);
  if (contract === undefined) return JETSTREAM_USED[service].includes(subject);
  return 'reply' in contract ? contract.askedBy.includes(service) : subject.startsWith(`events.${service}.`);
}

const reading = (stream: string, durable: string) => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.${durable}`,
  `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
];
const JETSTREAM_USED: Record<ServiceName, readonly string[]> = {
  gateway: [],
  clients: ['$JS.API.STREAM.CREATE.CLIENTS', ...reading('TOKENS', 'clients')],
  tokens: ['$JS.API.STREAM.CREATE.TOKENS', ...reading('CLIENTS', 'tokens')],
};

describe.each(SERVICES)('NATS lets the user of %s', (service) => {
  const user = () => users.get(service)!;

  it('52: publish what it asks, tells and needs of JetStream, and nothing else', async () => {
    const subjects = [...requests, ...events].map(({ subject }) => subject);
    const tried = [...subjects, ...JETSTREAM, ...ACKNOWLEDGEMENTS, ...INBOXES, ...OTHERS];
    const allowed: string[] = [];
    for (const subject of tried) if (await user().mayPublish(subject)) allowed.push(subject);
    expect(allowed).toEqual(tried.filter((subject) => publishes(service, subject)));
  });

  it('52: hear the requests that it answers, in its queue group, and its own inbox, and nothing else', async () => {
    const subjects = [...requests, ...events].map(({ subject }) => subject);
    const inboxes = [...SERVICES, 'other'].flatMap((name) => [`_INBOX.${name}.abc.*`, `_INBOX.${name}.>`]);
    const wildcards = [
      '>',
      '*',
      '_INBOX.>',
      '$JS.>',
      '$SYS.>',
      'events.>',
      ...SERVICES.map((name) => `${name}.>`),
    ];
    const tried = [
      ...subjects,
      ...inboxes,
      ...wildcards,
      ...JETSTREAM,
      ...ACKNOWLEDGEMENTS,
      ...OTHERS,
    ].flatMap((subject) => [undefined, ...SERVICES, 'other'].map((queue) => ({ subject, queue })));
    const allowed = [];
    for (const one of tried) if (await user().maySubscribe(one.subject, one.queue)) allowed.push(one);
    expect(allowed).toEqual(tried.filter(({ subject, queue }) => hears(service, subject, queue)));
  });
});

function hears(service: ServiceName, subject: string, queue: string | undefined): boolean {
  // In which group somebody reads their own inbox is their own business.
  if (subject.startsWith(`_INBOX.${service}.`)) return true;
  const request = requests.find((one) => one.subject === subject);
  if (request === undefined || !subject.startsWith(`${service}.`)) return false;
  return request.everyReplica || queue === service;
}

describe('NATS refuses', () => {
  const host = () => new URL(url).host;
  it.each([
    ['somebody without a name', {}],
    ['a wrong password', { user: 'postern_gateway', pass: 'wrong' }],
    ['no password', { user: 'postern_gateway', pass: '' }],
    ['a name that nobody has', { user: 'gateway', pass: 'wrong' }],
    ['a token', { token: 'postern_gateway' }],
  ])('52: %s', async (_, login) => {
    const attempt = connect({ servers: host(), reconnect: false, ...login });
    await expect(attempt).rejects.toThrow('Authorization Violation');
  });

  it('52: one user with another’s password', async () => {
    const { password: pass } = new URL(asService(url, 'gateway'));
    const attempt = connect({ servers: host(), reconnect: false, user: 'postern_tokens', pass });
    await expect(attempt).rejects.toThrow('Authorization Violation');
  });
});
