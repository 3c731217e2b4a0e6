import { inSpan, type SpanFacts } from '@postern/observability';
import { Client } from 'pg';
import { statementFacts } from './statement-facts.js';

/**
 * A connection whose statements are spans of the trace under way. Of a statement they say which table it reads or writes,
 * and neither its text nor its values.
 */
export class TracedClient extends Client {
  // The driver takes a statement in many forms, of which TypeORM uses the one with text and values.
  override query(...statement: unknown[]): never {
    const query = super.query.bind(this) as unknown as (...statement: unknown[]) => Promise<unknown>;
    const [text, values] = statement;
    if (typeof text !== 'string' || typeof values === 'function' || statement.length > 2)
      return query(...statement) as never;
    return inSpan(
      () => this.factsOf(text),
      () => query(...statement),
    ) as never;
  }

  private factsOf(text: string): SpanFacts {
    const { operation, table, procedure } = statementFacts(text);
    const target = table ?? procedure;
    return {
      name: target === undefined ? operation : `${operation} ${target}`,
      kind: 'client',
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        ...(table !== undefined && { 'db.collection.name': table }),
        ...(procedure !== undefined && { 'db.stored_procedure.name': procedure }),
        ...(this.database !== undefined && { 'db.namespace': this.database }),
      },
    };
  }
}
