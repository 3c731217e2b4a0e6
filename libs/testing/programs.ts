import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms, testEnvironment, type Programs } from '@postern/tools/servers';

let found: Promise<Programs> | undefined;

/** The server programs: those that the test command has found, else found now. */
export async function testPrograms(): Promise<Programs> {
  const { programs } = testEnvironment();
  if (programs !== undefined) return programs;
  found ??= findPrograms({ home: join(tmpdir(), 'postern') });
  return found;
}
