import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { loadConfigOrExit } from './load-config.js';
import { secretSetting, setting } from './setting.js';

let write: jest.SpiedFunction<typeof process.stderr.write>;

beforeEach(() => {
  write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('a process that reads its configuration', () => {
  it('writes what is wrong and ends with 78 (EX_CONFIG)', () => {
    const schema = z.object({
      POSTERN_TEST_ABSENT: setting(z.string(), { description: 'Never set.' }),
      POSTERN_TEST_SECRET: secretSetting(z.string(), 'Never set either.'),
    });
    expect(() => loadConfigOrExit(schema)).toThrow('exit 78');
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      'The configuration is not usable:\n  POSTERN_TEST_ABSENT: is not set\n  POSTERN_TEST_SECRET: is not set\n',
    ]);
  });

  it('does not hide a fault of ours behind that', () => {
    const undeclared = z.object({ POSTERN_TEST_ABSENT: z.string() });
    expect(() => loadConfigOrExit(undeclared)).toThrow('Every setting is declared');
  });
});
