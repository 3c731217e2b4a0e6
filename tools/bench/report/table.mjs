/**
 * Lays rows out in columns. A row of one cell is a heading, and may be wider than its column.
 * @param {string[][]} rows
 * @param {('left' | 'right')[]} sides one a column
 */
export function alignColumns(rows, sides) {
  const lines = rows.filter((row) => row.length > 1);
  const widths = sides.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, sides[column])))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}

/**
 * A figure with a given number of decimals and separated thousands; "n/a" where there is none.
 * @param {number | undefined} value
 * @param {number} [decimals]
 */
export function figure(value, decimals = 0) {
  if (value === undefined || !Number.isFinite(value)) return 'n/a';
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/**
 * @param {string} cell
 * @param {number} width
 * @param {'left' | 'right' | undefined} side
 */
function pad(cell, width, side) {
  return side === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
