import { join } from 'node:path';

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {{ program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv }} how to run nx
 */
export function nxCommand(root, args) {
  return {
    program: process.execPath,
    args: [join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'), ...args],
    cwd: root,
    env: {
      ...process.env,
      // Nothing may stay behind, ask questions or call home.
      NX_DAEMON: 'false',
      NX_NO_CLOUD: 'true',
      NX_TUI: 'false',
      // Its own runner starts tasks in sessions of their own, where stopping nx does not reach them.
      NX_NATIVE_COMMAND_RUNNER: 'false',
      // What is built is the same wherever that is, in a test too.
      NODE_ENV: undefined,
    },
  };
}
