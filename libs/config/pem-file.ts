import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { setting } from './setting.js';

/** A setting that names a PEM file. That it is one is seen at the start, and not at the first connection. */
export function pemFile(kind: 'CERTIFICATE' | 'PRIVATE KEY', description: string) {
  const file = z.string().superRefine((path, context) => {
    const problem = problemOf(path, kind);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
  return setting(file.optional(), { description });
}

function problemOf(path: string, kind: string): string | undefined {
  try {
    const begin = new RegExp(`-----BEGIN ([A-Z]+ )*${kind}-----`);
    return begin.test(readFileSync(path, 'utf8')) ? undefined : `holds no ${kind.toLowerCase()} in PEM`;
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
  }
}
