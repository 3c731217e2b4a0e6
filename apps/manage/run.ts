import { readFileSync } from 'node:fs';
import { ApplyPlan } from './applying/apply-plan.js';
import { SecretsFile } from './applying/secrets-file.js';
import type { Command } from './command-line.js';
import type { ManageSettings } from './config.js';
import { readCredentials } from './credentials.js';
import { readDeclaration } from './declaration/read-declaration.js';
import { writeDeclaration } from './declaration/write-declaration.js';
import { hasSecret } from './kinds.js';
import { ManagementApi } from './management-api/management-api.js';
import { makePlan } from './planning/make-plan.js';
import { clients, describeStep, printPlan } from './planning/print-plan.js';
import { affectedClients, type Plan } from './planning/step.js';
import { codeOf, Refusal } from './refusal.js';

/** What `plan` ends with where there is something to do. */
const CHANGES = 2;

/**
 * @param write takes what is told
 * @returns the exit code
 * @throws Refusal
 */
export async function run(
  command: Command,
  settings: ManageSettings,
  write: (text: string) => void,
): Promise<number> {
  const say = (line: string) => write(`${line}\n`);
  const declaration = readDeclaration(command.files.map((name) => ({ name, text: read(name) })));
  const credentials = readCredentials(settings);
  const api = new ManagementApi(credentials);
  const state = await api.state();
  if (command.name === 'export') {
    write(writeDeclaration(state));
    return 0;
  }
  const plan = makePlan(declaration, state, { prune: command.prune, self: credentials.clientId });
  for (const line of printPlan(plan)) say(line);
  if (plan.steps.length === 0) return 0;
  if (command.name === 'plan') return CHANGES;
  await apply(plan, command, api, say);
  return 0;
}

async function apply(plan: Plan, command: Command, api: ManagementApi, say: (line: string) => void) {
  const forced = plan.steps.filter((step) => affectedClients(step) > 0);
  if (forced.length > 0 && !command.force) {
    const lines = forced.map(
      (step) => `${describeStep(step)}: takes grants from ${clients(affectedClients(step))}`,
    );
    throw new Refusal([...lines, 'Nothing was done. Repeat with --force to take these grants.']);
  }
  const secrets = openSecrets(plan, command);
  try {
    await new ApplyPlan(api, secrets, say, command.force).execute(plan);
  } finally {
    secrets?.close(say);
  }
  say('Done: all is as declared.');
}

function openSecrets({ steps }: Plan, { secretsTo }: Command): SecretsFile | undefined {
  const needed = steps.some(
    (step) => step.action === 'create' && step.kind === 'client' && hasSecret(step.fields),
  );
  if (!needed) return undefined;
  if (secretsTo !== undefined) return SecretsFile.open(secretsTo);
  throw new Refusal([
    'Nothing was done. New clients get secrets, which are shown once: say where to write them with --secrets-to FILE.',
  ]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal([`${file} cannot be read (${codeOf(error)}).`]);
  }
}
