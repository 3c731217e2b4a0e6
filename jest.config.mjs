/** One jest configuration for every project; nx runs it with `--rootDir` set to the project. */
export default {
  testMatch: ['<rootDir>/**/*.{spec,int-spec,e2e}.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/out-tsc/'],
  modulePathIgnorePatterns: ['/dist/', '/out-tsc/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: false, ...swcOptions() }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@postern/source', 'node', 'node-addons'] },
  // Ends what hangs; on a busy machine a test that waits for a restart may well take half a minute.
  testTimeout: 180_000,
  // A busy machine takes longer than half a second over the end of a process; what is left open holds one up for longer.
  workerGracefulExitTimeout: 5_000,
};

function swcOptions() {
  return {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  };
}
