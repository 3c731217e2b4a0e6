const IDENTIFIER = String.raw`(?:"?\w+"?\.)?"?(\w+)"?`;
const WRITE = new RegExp(
  String.raw`(?:\b(INSERT) INTO|\b(DELETE) FROM|(?<!\b(?:FOR|KEY|DO) )\b(UPDATE))\s+${IDENTIFIER}`,
);
const READ = new RegExp(String.raw`^\s*(?:SELECT|WITH)\b[\s\S]*?\bFROM\s+${IDENTIFIER}(?!\w|\s*\()`);
const CALL = /^\s*SELECT (\w+)\(/;
const OTHER = /^\s*([A-Z]+(?: TRANSACTION)?)\b/;

export interface StatementFacts {
  readonly operation: string;
  /** At most one of these: what it reads or writes, or what it calls. */
  readonly table?: string;
  readonly procedure?: string;
}

/** What a statement does, and to what. Nothing else of its text. */
export function statementFacts(text: string): StatementFacts {
  const [, insert, remove, update, written] = WRITE.exec(text) ?? [];
  const operation = insert ?? remove ?? update;
  if (operation !== undefined && written !== undefined) return { operation, table: written };
  const table = READ.exec(text)?.[1];
  if (table !== undefined) return { operation: 'SELECT', table };
  const procedure = CALL.exec(text)?.[1];
  if (procedure !== undefined) return { operation: 'SELECT', procedure };
  return { operation: OTHER.exec(text)?.[1] ?? 'other' };
}
