/** How fields came out that two people changed at once. */
export interface Merge<Values> {
  /** Mine where I changed them, else theirs. */
  readonly values: Values;
  /** What they changed, whoever's is in `values` now. */
  readonly changed: readonly (keyof Values & string)[];
  /** Of these, what I changed as well, to something else. */
  readonly disputed: readonly (keyof Values & string)[];
}

/** Puts together what I and somebody else made of the same values. */
export function merge<Values extends Record<string, unknown>>(
  was: Values,
  mine: Values,
  theirs: Values,
): Merge<Values> {
  const fields = Object.keys(was) as (keyof Values & string)[];
  const changed = fields.filter((field) => !isSame(theirs[field], was[field]));
  const disputed = changed.filter(
    (field) => !isSame(mine[field], was[field]) && !isSame(mine[field], theirs[field]),
  );
  const taken = changed.filter((field) => !disputed.includes(field));
  return {
    values: { ...mine, ...Object.fromEntries(taken.map((field) => [field, theirs[field]])) },
    changed,
    disputed,
  };
}

/** Both are of JSON, with their fields in one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
