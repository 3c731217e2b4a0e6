import { fieldLabel, fieldLines } from './field-words.js';

type State = Readonly<Record<string, unknown>>;

/** How one field differs between two states of a thing. */
export interface Difference {
  readonly field: string;
  readonly label: string;
  /** What was there before and is no more; line by line. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** These say nothing that is not said by the rest. */
const QUIET = ['version', 'updated_at'];

/** What differs, field by field; all there is where one of the states is missing. */
export function differences(before: State | null, after: State | null): Difference[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].flatMap((field) => {
    if (QUIET.includes(field)) return [];
    const [was, is] = [fieldLines(field, before?.[field]), fieldLines(field, after?.[field])];
    const removed = was.filter((line) => !is.includes(line));
    const added = is.filter((line) => !was.includes(line));
    if (removed.length + added.length === 0) return [];
    return [{ field, label: fieldLabel(field), removed, added }];
  });
}
