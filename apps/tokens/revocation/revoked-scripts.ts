/**
 * Puts members into the set, and takes those out whose time is over. KEYS set; ARGV what is below this score is
 * over, then score and member of each.
 */
export const HOLD = `
  -- A full Redis refuses a script that begins with a ZADD, but lets one go on that began by taking away.
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1])
  if #ARGV > 1 then redis.call('ZADD', KEYS[1], unpack(ARGV, 2)) end
  return 1
`;

/**
 * Says that nothing is missing in the set, if that can be said: the lease stands, so since it was taken nothing
 * was lost. Returns 0 where everything has to be read again. KEYS set; ARGV lease, new member that says it.
 */
export const COMPLETE = `
  if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
  -- What another server has said of the set does not count here.
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '+inf', '+inf')
  redis.call('ZADD', KEYS[1], '+inf', ARGV[2])
  return 1
`;
