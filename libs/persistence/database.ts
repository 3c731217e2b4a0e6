import { Failure } from '@postern/contracts';
import {
  type DataSource,
  type EntityManager,
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import type { DatabaseMetrics } from './database-metrics.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

/** SQLSTATE classes that say that the server or the way to it is the trouble, and not the statement. */
const UNAVAILABLE_STATES = /^(08|53|57P|57014|40001|40P01|25006|25P03)/;
/** Errors of the socket and of name resolution. Work may throw other system errors, which are not Postgres's. */
const NETWORK_ERROR =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN)$/;
/** What the driver says, without a code, where it has lost its connection or gets none. */
const LOST_CONNECTION =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (was closed|has encountered a connection error) and is not queryable|Cannot use a pool after calling end|Driver not Connected)/;

/** The way to Postgres. Where it cannot be reached, the failure is `unavailable`; all else is thrown as it is. */
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly metrics?: DatabaseMetrics,
  ) {}

  /** Work outside a transaction: reads, or a single statement. */
  run<T>(work: Work<T>): Promise<T> {
    return this.measured('statements', () => work(this.dataSource.manager));
  }

  /** All of the work or none of it. */
  transaction<T>(work: Work<T>): Promise<T> {
    return this.measured('transaction', () => this.dataSource.transaction(work));
  }

  private measured<T>(kind: 'statements' | 'transaction', work: () => Promise<T>): Promise<T> {
    const translated = () => this.translate(work);
    return this.metrics === undefined ? translated() : this.metrics.measured(kind, translated);
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
  // TypeORM gives a transaction's connection back at once where it breaks between two statements.
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (error instanceof QueryRunnerProviderAlreadyReleasedError) return true;
  // A pool that cannot connect throws the socket's error; a statement that fails has a SQLSTATE.
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return UNAVAILABLE_STATES.test(code) || NETWORK_ERROR.test(code);
  return typeof message === 'string' && LOST_CONNECTION.test(message);
}
