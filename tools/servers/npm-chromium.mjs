import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { npmCommand } from '../workspace/npm-command.mjs';
import { outputEnd } from '../workspace/output-end.mjs';

/** A Chromium inside an npm package, with the libraries that it needs; for Linux on x64. */
const PACKAGE = '@sparticuz/chromium';
const VERSION = '143.0.4';

export const hasNpmChromium = process.platform === 'linux' && process.arch === 'x64';

/**
 * Fetches Chromium from the package registry and unpacks it below the home folder, laid out as a Debian package is.
 * It is no dependency in package.json, since it is large and for tests alone. Needs no root.
 * @param {string} home
 * @throws {Problem}
 */
export async function unpackNpmChromium(home) {
  const folder = join(home, 'npm');
  const unfinished = join(home, 'chromium.new');
  const set = join(home, 'programs', 'chromium');
  for (const stale of [folder, unfinished, set]) rmSync(stale, { recursive: true, force: true });
  for (const needed of [folder, unfinished, join(home, 'programs')]) mkdirSync(needed, { recursive: true });

  const [npm, ...args] = npmCommand();
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--no-progress'];
  await run(npm, [...args, 'install', '--prefix', folder, ...quietly, `${PACKAGE}@${VERSION}`], {});
  const inflate = `
    const { default: chromium } = await import(process.argv[1]);
    await chromium.executablePath();`;
  const entry = pathToFileURL(join(folder, 'node_modules', PACKAGE, 'build/esm/index.js')).href;
  await run(process.execPath, ['--input-type=module', '--eval', inflate, entry], {
    // Where it unpacks to, and the one name under which it unpacks the libraries too.
    TMPDIR: unfinished,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
  });

  layOut(unfinished, set);
  for (const done of [folder, unfinished]) rmSync(done, { recursive: true, force: true });
}

/**
 * @param {string} unfinished
 * @param {string} set
 */
function layOut(unfinished, set) {
  const root = join(unfinished, 'root');
  const [bin, fonts] = [join(root, 'usr/bin'), join(root, 'usr/share/fonts')];
  mkdirSync(join(root, 'etc'), { recursive: true });
  cpSync(join(unfinished, 'al2023/lib'), join(root, 'usr/lib'), { recursive: true });
  cpSync(join(unfinished, 'fonts/fonts'), fonts, { recursive: true });
  mkdirSync(bin);
  for (const entry of readdirSync(unfinished, { withFileTypes: true }))
    if (entry.isFile()) renameSync(join(unfinished, entry.name), join(bin, entry.name));
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(set, 'usr/share/fonts')];
  writeFileSync(
    join(root, 'etc/fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders
      .map((one) => `<dir>${one}</dir>`)
      .join('')}<cachedir>${join(set, 'cache')}</cachedir></fontconfig>\n`,
  );
  renameSync(root, set);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function run(program, args, env) {
  const { ok, output } = await runCommand(program, args, { env: { ...process.env, ...env } });
  if (ok) return;
  throw new Problem(
    `Could not fetch Chromium, which tests of the console need.\n${outputEnd(output)}\nInstall it (apt-get install chromium), then start again.`,
  );
}
