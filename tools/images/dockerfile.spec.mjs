import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { checkout } from '../workspace/checkout.mjs';
import { buildContext } from './build-context.mjs';
import { readDockerfile } from './read-dockerfile.mjs';

const file = join(checkout, 'docker/Dockerfile');

it('a linter has nothing to say about the Dockerfile', () => {
  const { ERROR } = ValidationSeverity;
  const problems = validate(readFileSync(file, 'utf8'), {
    deprecatedMaintainer: ERROR,
    directiveCasing: ERROR,
    emptyContinuationLine: ERROR,
    instructionCasing: ERROR,
    instructionCmdMultiple: ERROR,
    instructionEntrypointMultiple: ERROR,
    instructionHealthcheckMultiple: ERROR,
    instructionJSONInSingleQuotes: ERROR,
    instructionWorkdirRelative: ERROR,
  });
  assert.deepEqual(
    problems.map(({ range, message }) => [range.start.line + 1, message]),
    [],
  );
});

it('the Dockerfile begins with exact versions alone, and each stage is used', () => {
  const { stages } = readDockerfile(file);
  const names = stages.map(({ name }) => name);
  const outside = stages.map(({ base }) => base).filter((base) => !names.includes(base));
  assert.deepEqual(
    [...new Set(outside)].filter((base) => !/^(scratch|node:\d+\.\d+\.\d+-\w+-slim)$/.test(base)),
    [],
  );
  const used = stages.flatMap(({ base, steps }) => [
    base,
    ...steps.flatMap(({ flags }) => flags.flatMap((flag) => /^from=(.*)$/.exec(flag)?.[1] ?? [])),
  ]);
  const targets = ['gateway', 'clients', 'tokens', 'sbom'];
  assert.deepEqual(names.filter((name) => !used.includes(name)).sort(), targets.sort());
});

it('a build is sent what it needs, and no test, secret or thing that was made here', () => {
  const context = buildContext(checkout);
  assert.deepEqual(context.filter((path) => path.startsWith('docker/')).sort(), [
    'docker/complete-sbom.mjs',
    'docker/production-tree.sh',
  ]);
  const idle =
    /(^|\/)(node_modules|dist|out-tsc|fixtures|\.env|\.git|\.postern)(\/|$)|\.(spec|int-spec|e2e)\.ts$/;
  assert.deepEqual(
    context.filter((path) => idle.test(path)),
    [],
  );
  assert.deepEqual(
    new Set(context.map((path) => path.split('/')[0])),
    new Set([
      'package.json',
      'package-lock.json',
      'nx.json',
      'tsconfig.base.json',
      '.swcrc',
      'apps',
      'libs',
      'docker',
    ]),
  );
});
