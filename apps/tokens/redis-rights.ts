/** Before each key, so that a Redis may hold others' keys as well. */
export const KEY_PREFIX = 'postern:';

/** Every key of the token service; after a colon comes what it is about. */
export const KEYS = {
  digests: 'digests:',
  fresh: 'fresh',
  leases: 'leases:',
  limit: 'limit:',
  record: 'record:',
  revoked: 'revoked',
} as const;

/** Every command that it sends, or that its scripts run. */
const COMMANDS = [
  'client|setname',
  'del',
  'eval',
  'evalsha',
  'get',
  'hdel',
  'hset',
  'incr',
  'info',
  'mget',
  'pexpire',
  'pttl',
  'set',
  'zadd',
  'zmscore',
  'zrem',
  'zremrangebyscore',
  'zscore',
];

/** What the token service may do in Redis, as rules of its access control list: these keys, these commands, nothing else. */
export const REDIS_RIGHTS: readonly string[] = [
  ...Object.values(KEYS).map((key) => `~${KEY_PREFIX}${key}${key.endsWith(':') ? '*' : ''}`),
  ...COMMANDS.map((command) => `+${command}`),
];
