import { DataSource } from 'typeorm';
import { dataSourceOptions, type SchemaOptions } from './data-source-options.js';

/**
 * What a command does in the schema of a service, outside of the service. Where Postgres cannot be reached it says so and
 * ends the process with code 1.
 */
export async function inSchema(
  schema: SchemaOptions,
  work: (dataSource: DataSource) => Promise<void>,
): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(schema)).initialize().catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    process.stderr.write(`Postgres at DATABASE_URL cannot be reached: ${code ?? message}\n`);
    process.exit(1);
  });
  try {
    await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
