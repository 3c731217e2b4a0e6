/**
 * An entry is text: version, state, generation, and for a record its JSON, each on a line. Scripts read the
 * version alone. Entries of one client only ever grow in version.
 */

/**
 * Ends what is known of a client up to a version. Readers that are on their way lose their lease, so what they
 * bring is not kept.
 *
 * KEYS entry, leases, digests; ARGV version, new entry, its lifetime in ms, 1 where the client is deleted.
 */
export const SUPERSEDE = `
  -- A full Redis refuses a script that begins with a SET, but lets one go on that began with a DEL.
  redis.call('DEL', KEYS[2])
  if ARGV[4] == '1' then redis.call('DEL', KEYS[3]) end
  local entry = redis.call('GET', KEYS[1])
  local known = entry and tonumber(string.match(entry, '^%d+')) or -1
  if known >= tonumber(ARGV[1]) then return 0 end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
`;

/**
 * Keeps what a reader brings, if nothing ended it in the meantime: its lease still stands and no newer version is
 * known. Returns 0 where the reader must read again.
 *
 * KEYS entry, leases; ARGV lease, version, new entry, its lifetime in ms or 0 to keep nothing.
 */
export const SETTLE = `
  if redis.call('HDEL', KEYS[2], ARGV[1]) == 0 then return 0 end
  local entry = redis.call('GET', KEYS[1])
  local known = entry and tonumber(string.match(entry, '^%d+')) or -1
  local version = tonumber(ARGV[2])
  -- Version 0 says that there is no such client; that is newer than any record of it.
  if version > 0 and known > version then return 0 end
  if ARGV[4] ~= '0' and (version > 0 or known <= 0) then
    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
  end
  return 1
`;

/**
 * Takes a lease for a reader. KEYS leases; ARGV lease, lifetime in ms.
 */
export const LEASE = `
  redis.call('HSET', KEYS[1], ARGV[1], '1')
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
`;

/**
 * Says that everything committed before a moment is applied here. It never goes back.
 *
 * KEYS marker; ARGV moment in ms, generation, lifetime in ms.
 */
export const MARK_FRESH = `
  local marker = redis.call('GET', KEYS[1])
  if marker then
    local moment, generation = string.match(marker, '^(%d+) (.*)$')
    if generation == ARGV[2] and tonumber(moment) >= tonumber(ARGV[1]) then return 0 end
  end
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
  return 1
`;
