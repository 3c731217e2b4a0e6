/**
 * The coding that a caller prefers by its `Accept-Encoding` (RFC 9110 §12.5.3); of those that it likes equally, the first
 * of ours. `undefined` where it takes none of them, or would rather have the content as it is.
 */
export function preferredCoding<Coding extends string>(
  accepted: string | undefined,
  available: readonly Coding[],
): Coding | undefined {
  const weights = new Map((accepted ?? '').toLowerCase().split(',').map(weighed));
  const asItIs = weights.get('identity') ?? 0;
  let best: { coding?: Coding; weight: number } = { weight: 0 };
  for (const coding of available) {
    const weight = weights.get(coding) ?? weights.get('*') ?? 0;
    if (weight > best.weight && weight >= asItIs) best = { coding, weight };
  }
  return best.coding;
}

/** A member of the list, as `gzip;q=0.5`, and its weight; a weight that is no number counts as none. */
function weighed(member: string): [coding: string, weight: number] {
  const [coding = '', ...parameters] = member.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [coding, weight === undefined ? 1 : Number(weight.slice('q='.length)) || 0];
}
