import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { outputEnd } from '../workspace/output-end.mjs';
import { expand, pairsIn } from './read-dockerfile.mjs';
import { buildEnvironment, cacheFolder } from './build-environment.mjs';

/**
 * @typedef {object} Image what a stage has come to
 * @property {string} root its file system
 * @property {string} workdir
 * @property {Record<string, string>} env
 * @property {Record<string, string>} labels
 * @property {string} user
 * @property {string[] | undefined} entrypoint undefined: that of the base image
 * @property {string[]} command
 * @property {string} stopSignal
 * @property {string[]} ports
 */

/**
 * @typedef {object} Building
 * @property {Image} image
 * @property {Record<string, string>} values of ARG and ENV
 * @property {(name: string) => Promise<Image>} stage an earlier one
 * @property {string} context the folder that files are copied from
 * @property {Record<string, string>} globals
 */

/**
 * Carries out one instruction in the image's folder. What it does not know it refuses, so that nothing is left out unnoticed.
 * @param {import('./read-dockerfile.mjs').Step} step
 * @param {Building} building
 */
export async function carryOut(step, building) {
  const instruction = instructions[step.keyword];
  if (instruction === undefined) throw new Problem(`Line ${step.line}: ${step.keyword} is not known here.`);
  await instruction(step, building);
}

/** @type {Record<string, (step: import('./read-dockerfile.mjs').Step, building: Building) => unknown>} */
const instructions = {
  ARG: (step, { values, globals }) => Object.assign(values, pairsIn(step, { ...globals, ...values })),
  ENV: (step, { image, values }) => {
    const pairs = pairsIn(step, values);
    Object.assign(image.env, pairs);
    Object.assign(values, pairs);
  },
  LABEL: (step, { image, values }) => Object.assign(image.labels, pairsIn(step, values)),
  USER: ({ text }, { image }) => (image.user = text),
  STOPSIGNAL: ({ text }, { image }) => (image.stopSignal = text),
  EXPOSE: ({ words }, { image }) => image.ports.push(...words),
  ENTRYPOINT: ({ text }, { image }) => (image.entrypoint = JSON.parse(text)),
  CMD: ({ text }, { image }) => (image.command = JSON.parse(text)),
  WORKDIR: ({ text }, { image }) => {
    image.workdir = text;
    mkdirSync(join(image.root, text), { recursive: true });
  },
  COPY: copy,
  RUN: run,
};

/**
 * @param {import('./read-dockerfile.mjs').Step} step
 * @param {Building} building
 */
async function copy({ flags, words, line }, { image, values, stage, context }) {
  const from = /^from=(\S+)$/.exec(flags[0] ?? 'from=.')?.[1];
  if (from === undefined || flags.length > 1 || words.some((word) => /[*?[<]/.test(word)))
    throw new Problem(`Line ${line}: only COPY --from with plain paths is known here.`);
  const origin = from === '.' ? context : (await stage(from)).root;
  const paths = words.map((word) => expand(word, values));
  const [target = '', ...sources] = paths.toReversed();
  const inImage = target.startsWith('/') ? target : join(image.workdir, target);
  const destination = join(image.root, inImage);
  for (const source of sources) {
    const path = join(origin, source);
    const folder = statSync(path).isDirectory();
    // Of a folder what is in it; a file into a folder where the target is written as one.
    const into = folder || /(^|\/)\.?$/.test(target);
    mkdirSync(into ? destination : dirname(destination), { recursive: true });
    const { ok, output } = await runCommand('cp', ['-a', folder ? `${path}/.` : path, destination]);
    if (!ok) throw new Problem(`Line ${line}: ${source} cannot be copied.\n${outputEnd(output)}`);
  }
}

/**
 * @param {import('./read-dockerfile.mjs').Step} step in shell form
 * @param {Building} building
 */
async function run({ flags, text, line }, { image }) {
  for (const flag of flags) {
    const cached = /^mount=type=cache,target=(\/\S+)$/.exec(flag)?.[1];
    if (cached === undefined) throw new Problem(`Line ${line}: --${flag} is not known here.`);
    symlinkSync(await cacheFolder(), join(image.root, cached));
  }
  // The image's root stands in a folder: so do all paths of the command.
  const inFolder = text.replaceAll(/(?<=^|\s)\//g, '"$IMAGE_ROOT"/');
  const { ok, output } = await runCommand('sh', ['-c', inFolder], {
    cwd: join(image.root, image.workdir),
    env: { ...buildEnvironment(image), IMAGE_ROOT: image.root },
  });
  if (!ok) throw new Problem(`Line ${line}: ${text} failed.\n${outputEnd(output)}`);
}
