/** `text` as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** As a value in a file that a shell and the readers of `.env` files alike take for the same. */
export function envValue(text: string): string {
  if (/^[\w.:/@%+=,-]*$/.test(text)) return text;
  return text.includes("'") ? `"${text.replaceAll('$', String.raw`\$`)}"` : `'${text}'`;
}

/** A string literal in JavaScript and TypeScript, in the quotes that both prefer. */
export function jsString(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
