import type { z } from 'zod';

/** What an address says of these parameters; what is wrong in it counts as absent. */
export function readAddress<Shape extends Readonly<Record<string, z.ZodType>>>(
  shape: Shape,
  parameters: URLSearchParams,
): Partial<Record<keyof Shape & string, string>> {
  const right = Object.entries(shape).flatMap(([name, schema]) => {
    const value = parameters.get(name);
    return value !== null && value !== '' && schema.safeParse(value).success ? [[name, value]] : [];
  });
  return Object.fromEntries(right) as Partial<Record<keyof Shape & string, string>>;
}

/** The address of the first page of another list: `undefined` takes a filter away. */
export function withChange(
  parameters: URLSearchParams,
  change: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const changed = new URLSearchParams(parameters);
  changed.delete('cursor');
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}
