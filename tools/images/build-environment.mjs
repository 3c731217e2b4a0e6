import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { npmCommand } from '../workspace/npm-command.mjs';
import { outputEnd } from '../workspace/output-end.mjs';

/** What Docker hands to a build from outside, and by which npm here reaches its registry. */
const fromOutside =
  /^(https?_proxy|no_proxy|node_extra_ca_certs|npm_config_(userconfig|registry|cafile|https?_proxy))$/i;

/**
 * @param {import('./carry-out.mjs').Image} image
 * @returns {NodeJS.ProcessEnv} of what RUN runs
 */
export function buildEnvironment({ root, env }) {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => fromOutside.test(name))),
    PATH: [join(root, 'usr/local/bin'), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(root, 'root'),
    TMPDIR: join(root, 'tmp'),
    ...env,
  };
}

/** @returns {Promise<string>} where npm keeps what it has downloaded on this machine */
export async function cacheFolder() {
  const [npm, ...args] = npmCommand();
  const { output } = await runCommand(npm, [...args, 'config', 'get', 'cache'], { cwd: '/' });
  // Between what else it has to say.
  const folder = output.split('\n').find((line) => line.startsWith('/'));
  if (folder === undefined) throw new Problem(`npm does not say where its cache is.\n${outputEnd(output)}`);
  return folder;
}
