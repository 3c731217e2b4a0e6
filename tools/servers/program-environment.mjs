/**
 * The environment that a server is started with: nothing of ours, and no locale that may be missing here.
 * @param {{ libraryPath?: string }} program
 * @returns {NodeJS.ProcessEnv}
 */
export function programEnvironment({ libraryPath }) {
  return {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath }),
  };
}
