/** What belongs to one connection (RFC 9110 §7.6.1), and framing, which each side does anew. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The names of headers that must not be passed on, in lower case: the known ones and those that `Connection` names. */
export function hopByHop(connection: string | readonly string[] | undefined): ReadonlySet<string> {
  const named = [connection ?? []].flat().flatMap((value) => value.toLowerCase().split(','));
  return new Set([...HOP_BY_HOP, ...named.map((name) => name.trim())]);
}
