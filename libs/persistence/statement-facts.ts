const IDENTIFIER = String.raw`(?:"?\w+"?\.)?"?(\w+)"?`;
const WRITE = new RegExp(
  String.raw`(?:\b(INSERT) INTO|\b(DELETE) FROM|(?<!\b(?:FOR|KEY|DO) )\b(UPDATE))\s+${IDENTIFIER}`,
);
const READ = new RegExp(String.raw`^\s*(?:SELECT|WITH)\b[\s\S]*?\bFROM\s+${IDENTIFIER}(?!\w|\s*\()`);
const OTHER = /^\s*([A-Z]+(?: TRANSACTION)?)\b/;

/** What a statement does: its operation, and the table where there is one. Nothing else of its text. */
export function statementFacts(text: string): { operation: string; table?: string } {
  const [, insert, remove, update, written] = WRITE.exec(text) ?? [];
  const operation = insert ?? remove ?? update;
  if (operation !== undefined && written !== undefined) return { operation, table: written };
  const table = READ.exec(text)?.[1];
  if (table !== undefined) return { operation: 'SELECT', table };
  return { operation: OTHER.exec(text)?.[1] ?? 'other' };
}
