/** What a statement may not do while the release before still runs, and how one sees it. */
const contracting = {
  'takes something away': /\bDROP\s+(?!INDEX\b|DEFAULT\b|NOT\s+NULL\b|CONSTRAINT\b|TRIGGER\b)/i,
  'ends a default': /\bDROP\s+DEFAULT\b/i,
  'renames something': /\bRENAME\b/i,
  'changes a type': /\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/i,
  'asks of a column to be filled': /\bSET\s+NOT\s+NULL\b/i,
  'adds a column that has to be filled':
    /\bADD\s+(COLUMN\s+)?(IF\s+NOT\s+EXISTS\s+)?(?!CONSTRAINT\b|CHECK\b|UNIQUE\b|PRIMARY\b|FOREIGN\b)\w+\s(?=[^,;]*\bNOT\s+NULL\b)(?![^,;]*\b(DEFAULT|GENERATED)\b)/i,
  'adds a rule that rows may break':
    /\bADD\s+(CONSTRAINT\b|CHECK\b|UNIQUE\b|PRIMARY\b|FOREIGN\b|EXCLUDE\b)|\bCREATE\s+UNIQUE\s+INDEX\b/i,
  'empties a table': /\bTRUNCATE\b|\bDELETE\s+FROM\b/i,
};
const marker = /^\s*(?:\/\/|\*|\/\*\*)\s.*\bNot used since v(\d+)\.(\d+)\.(\d+)\b/m;

/**
 * What a migration does that the release before would not survive. Nothing where it says since which release what it does
 * disturbs nobody any more: `// Not used since v1.2.0`.
 * @param {string} source of the migration, a class with `up` and `down`
 * @param {string} version of the release that it becomes a part of, or of the one before that
 * @returns {string[]}
 */
export function contractionsIn(source, version) {
  const up = /\bup\s*\([^]*?(?=\n {2}(?:async )?down\s*\()/.exec(source)?.[0];
  if (up === undefined) return ['has no `up` before a `down`'];
  const since = marker.exec(source)?.slice(1).map(Number);
  if (since !== undefined) return isAfter(since, version) ? ['names a release that is yet to come'] : [];
  return Object.entries(contracting)
    .filter(([, sign]) => sign.test(withoutNewTables(up)))
    .map(([what]) => what);
}

/**
 * Nobody has used yet what a migration itself makes.
 * @param {string} text
 */
function withoutNewTables(text) {
  return text.replaceAll(/\bCREATE\s+TABLE\b[^;`]*/gi, '');
}

/**
 * @param {number[]} one
 * @param {string} other
 */
function isAfter(one, other) {
  const numbers = other.split('.').map(Number);
  const index = one.findIndex((number, place) => number !== numbers[place]);
  return index >= 0 && (one[index] ?? 0) > (numbers[index] ?? 0);
}
