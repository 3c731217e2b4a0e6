import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asService, startTestRedis, TestResources, type TestServer } from '@postern/testing';
import { Redis } from 'ioredis';

const resources = new TestResources();
let server: TestServer;
/** May do everything. */
let operator: Redis;
let service: Redis;

beforeAll(async () => {
  server = await startTestRedis(resources);
  operator = connect(server.url);
  service = connect(asService(server.url, 'tokens'));
});
afterAll(() => resources.release());

function connect(url: string): Redis {
  const redis = new Redis(url, {
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  return resources.add(redis, () => {
    redis.disconnect();
  });
}

/** What Redis answers with, be it an error. */
const outcome = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: unknown) => (error as Error).message);

type CommandFacts = [name: string, arity: number, ...rest: unknown[]];

/** Every command that this Redis knows, with as many arguments as it needs at least. */
async function allCommands(): Promise<string[][]> {
  const withParts = (facts: CommandFacts): CommandFacts[] => {
    const parts = facts[9] as CommandFacts[];
    return parts.length > 0 ? parts.flatMap(withParts) : [facts];
  };
  const commands = ((await operator.call('COMMAND')) as CommandFacts[]).flatMap(withParts);
  return commands.map(([name, arity]) => {
    const words = name.split('|');
    // A number, where they take one of how many keys follow.
    return [...words, ...Array.from({ length: Math.abs(arity) - words.length }, () => '1')];
  });
}

/** The commands of a matrix, by whether the service may run them with some key. */
async function allowedCommands(): Promise<string[]> {
  const allowed = [];
  for (const command of await allCommands()) {
    const answer = await outcome(operator.call('ACL', 'DRYRUN', 'postern_tokens', ...command));
    if (!/no permissions to run the/.test(String(answer)))
      allowed.push(command.filter((word) => word !== '1').join('|'));
  }
  return allowed.sort();
}

describe('Redis lets the token service', () => {
  it('run these commands of all that there are, and those that ask for no rights', async () => {
    const harmless = ['auth', 'hello', 'quit', 'reset'];
    const counted = ['get', 'mget', 'set', 'del', 'incr', 'pexpire', 'pttl', 'hset', 'hdel'];
    const sets = ['zadd', 'zmscore', 'zrem', 'zremrangebyscore', 'zscore'];
    const others = ['client|setname', 'eval', 'evalsha', 'info'];
    expect((await allCommands()).length).toBeGreaterThan(300);
    expect(await allowedCommands()).toEqual([...harmless, ...counted, ...sets, ...others].sort());
  });

  const own = ['record:x', 'leases:x', 'digests:x', 'limit:x', 'fresh', 'revoked'].map(
    (key) => `postern:${key}`,
  );
  it.each(own)('use the key %s', async (key) => {
    expect(await service.set(key, 'a')).toBe('OK');
    expect(await service.get(key)).toBe('a');
    expect(await service.eval("return redis.call('DEL', KEYS[1])", 1, key)).toBe(1);
  });

  const foreign = [
    'record:x',
    'postern:',
    'postern:other',
    'postern:fresh:x',
    'postern:revoked2',
    'postern:records:x',
    'x',
    '',
  ];
  it.each(foreign)('neither read nor write the key "%s"', async (key) => {
    const refused = expect.stringMatching(/^NOPERM/);
    for (const attempt of [
      service.get(key),
      service.set(key, 'a'),
      service.del(key),
      service.mget('postern:fresh', key),
      service.zadd(key, 1, 'a'),
      service.incr(key),
      service.eval("return redis.call('GET', KEYS[1])", 1, key),
    ]) {
      expect(await outcome(attempt)).toEqual(refused);
    }
    // A script that does not say which keys it uses.
    const undeclared = `return redis.call('SET', '${key}', 'a')`;
    expect(await outcome(service.eval(undeclared, 0))).toMatch(/at least one of the keys|to access a key/);
    expect(await operator.exists(key)).toBe(0);
  });

  it.each([
    'KEYS *',
    'SCAN 0',
    'RANDOMKEY',
    'DBSIZE',
    'FLUSHALL',
    'FLUSHDB',
    'SELECT 1',
    'SWAPDB 0 1',
    'CONFIG GET *',
    'CONFIG SET maxmemory 1',
    'ACL WHOAMI',
    'ACL SETUSER postern_tokens +@all',
    'MONITOR',
    'CLIENT LIST',
    'CLIENT KILL TYPE normal',
    'SCRIPT FLUSH',
    'FUNCTION LIST',
    'MODULE LIST',
    'SHUTDOWN NOSAVE',
    'SAVE',
    'REPLICAOF 127.0.0.1 1',
    'SUBSCRIBE postern:fresh',
    'PUBLISH postern:fresh a',
    'RENAME postern:fresh postern:revoked',
    'DUMP postern:fresh',
  ])('not say %s', async (said) => {
    const words = said.split(' ');
    const [command, ...args] = words;
    await operator.set('postern:fresh', 'kept');
    expect(await outcome(service.call(command!, ...args))).toMatch(/^NOPERM/);
    const script = `return redis.call(${words.map((word) => `'${word}'`).join(', ')})`;
    expect(await outcome(service.eval(script, 0))).toMatch(/^(NOPERM|ERR)/);
    expect(await operator.get('postern:fresh')).toBe('kept');
  });
});

/** What Redis answers to lines that somebody sends by hand. */
async function answerTo(...lines: string[]): Promise<string> {
  const socket = connectSocket(server.port, '127.0.0.1');
  socket.end(`${lines.join('\r\n')}\r\n`);
  return text(socket);
}

describe('Redis refuses', () => {
  const gateway = () => new URL(asService(server.url, 'gateway'));
  it.each([
    ['somebody without a name', () => []],
    ['a wrong password', () => ['AUTH postern_tokens wrong']],
    ['a user without a password', () => ['AUTH postern_tokens ""']],
    ['the password of another', () => [`AUTH postern_tokens ${gateway().password}`]],
    ['a service that has no business with it', () => [`AUTH postern_gateway ${gateway().password}`]],
  ])('%s', async (_, login) => {
    await operator.set('postern:fresh', 'kept');
    const answers = await answerTo(...login(), 'GET postern:fresh', 'SET postern:fresh a', 'INFO');
    expect(answers.trim().split('\r\n')).toEqual([
      ...login().map(() => expect.stringMatching(/^-WRONGPASS/)),
      ...Array.from({ length: 3 }, () => '-NOAUTH Authentication required.'),
    ]);
  });
});
