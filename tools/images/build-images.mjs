import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layOutNodeImage } from './base-image.mjs';
import { buildContext } from './build-context.mjs';
import { carryOut } from './carry-out.mjs';
import { readDockerfile } from './read-dockerfile.mjs';

/** @typedef {import('./carry-out.mjs').Image} Image */

/**
 * Carries out what a Dockerfile says, step by step, in bare folders: no engine is needed, and the Node is that of the base
 * image. Stages run side by side where none needs the other, as BuildKit has it.
 * @param {object} options
 * @param {string} options.checkout
 * @param {string} options.folder where the folders of the stages are made
 * @param {string} options.programs where Node is kept from one build to the next
 * @param {string[]} targets
 * @returns {Promise<Record<string, Image>>} by target
 * @throws {import('../report/problem.mjs').Problem} naming the line
 */
export async function buildImages({ checkout, folder, programs }, targets) {
  const { globals, stages } = readDockerfile(join(checkout, 'docker/Dockerfile'));
  const context = join(folder, 'context');
  for (const path of buildContext(checkout)) {
    mkdirSync(join(context, dirname(path)), { recursive: true });
    cpSync(join(checkout, path), join(context, path));
  }
  // As where somebody with a strict umask has it: the image's user shall be able to read all the same.
  execFileSync('chmod', ['-R', 'go=', context]);

  /** @type {Map<string, Promise<Image>>} */
  const built = new Map();
  /** @param {string} name @returns {Promise<Image>} */
  const image = (name) => {
    const found = built.get(name) ?? make(name);
    built.set(name, found);
    return found;
  };
  /** @param {string} name @returns {Promise<Image>} */
  const make = async (name) => {
    const root = join(folder, name.replaceAll(/[^\w-]/g, '_'));
    mkdirSync(root, { recursive: true });
    const stage = stages.find((one) => one.name === name);
    if (stage === undefined) {
      if (name !== 'scratch') await layOutNodeImage(name, { root, programs });
      return bareImage(root);
    }
    const base = await image(stage.base);
    // By hard links: the stages above only add files to what they begin with, or remove some.
    execFileSync('cp', ['-al', `${base.root}/.`, root]);
    const made = { ...structuredClone(base), root };
    const building = { image: made, values: { ...base.env }, stage: image, context, globals };
    for (const step of stage.steps) await carryOut(step, building);
    return made;
  };
  return Object.fromEntries(await Promise.all(targets.map(async (target) => [target, await image(target)])));
}

/** @param {string} root @returns {Image} */
function bareImage(root) {
  return {
    root,
    workdir: '/',
    env: {},
    labels: {},
    user: '',
    entrypoint: undefined,
    command: [],
    stopSignal: 'SIGTERM',
    ports: [],
  };
}
