import { basename } from 'node:path';

/** @returns {[string, ...string[]]} the npm that started us, else the one on the path */
export function npmCommand() {
  const started = process.env['npm_execpath'];
  return started !== undefined && basename(started) === 'npm-cli.js' ? [process.execPath, started] : ['npm'];
}
