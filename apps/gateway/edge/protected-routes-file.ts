import { readFileSync } from 'node:fs';
import { setting } from '@postern/config';
import { fieldProblems } from '@postern/contracts';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { protectedRoutes, type ProtectedRoute } from './protected-route.js';

/** A file's name as the routes that stand in it; its problems are listed like those of settings. */
export const protectedRoutesFile = setting(
  z
    .string()
    .optional()
    .transform((file, context): readonly ProtectedRoute[] => {
      if (file === undefined) return [];
      const problem = (message: string, path: string[] = []) =>
        context.addIssue({ code: 'custom', path, message });
      const content = read(file, problem);
      if (content === undefined) return z.NEVER;
      const routes = protectedRoutes.safeParse(content.value);
      if (routes.success) return routes.data;
      for (const { field, message } of fieldProblems(routes.error))
        problem(message, field === '' ? [] : [field]);
      return z.NEVER;
    }),
  {
    description:
      'YAML file of routes to other servers that are let through with a token only (docs/edge.md).',
  },
);

function read(file: string, problem: (message: string) => void): { value: unknown } | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    problem(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    return undefined;
  }
  const notYaml = (message: string) => {
    problem(`is not YAML: ${message.split('\n', 1)[0] ?? ''}`);
  };
  try {
    const document = parseDocument(text);
    for (const { message } of document.errors) notYaml(message);
    return document.errors.length > 0 ? undefined : { value: document.toJS() as unknown };
  } catch (error) {
    // Aliases are resolved last.
    notYaml(error instanceof Error ? error.message : '');
    return undefined;
  }
}
