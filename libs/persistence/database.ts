import { Failure } from '@postern/contracts';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

type Work<T> = (manager: EntityManager) => Promise<T>;

/** SQLSTATE classes that say that the server or the way to it is the trouble, and not the statement. */
const UNAVAILABLE_STATES = /^(08|53|57P|57014|40001|40P01|25006|25P03)/;

/** The way to Postgres. Where it cannot be reached, the failure is `unavailable`; all else is thrown as it is. */
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /** Work outside a transaction, for reads. */
  read<T>(work: Work<T>): Promise<T> {
    return this.translate(() => work(this.dataSource.manager));
  }

  /** All of the work or none of it. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.translate(() => this.dataSource.transaction(work));
  }

  private async translate<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Failure || !isUnavailable(error)) throw error;
      throw new Failure('unavailable', { internal: 'Postgres does not answer', cause: error });
    }
  }
}

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A pool that cannot connect throws the socket's error; a statement that fails has a SQLSTATE.
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  if (code !== undefined) return UNAVAILABLE_STATES.test(code) || /^E[A-Z]+$/.test(code);
  return /terminated|timeout|not queryable|ended|closed|connect/i.test(error.message);
}
