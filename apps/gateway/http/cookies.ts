/** The pairs of a `Cookie` header (RFC 6265 §4.2.1), each as it stands there, in their order. */
export function cookiePairs(header = ''): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
}

/** What stands before the first `=`; of a pair without one all of it. */
export function nameOfPair(pair: string): string {
  const [name = ''] = pair.split('=', 1);
  return name.trim();
}
