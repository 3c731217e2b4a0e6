import { expect, it } from '@jest/globals';
import { eventually, loggerInto, type LogLine } from '@postern/testing';
import { Periodic } from './periodic.js';

class Failing extends Periodic {
  runs = 0;

  protected async perform(): Promise<void> {
    await Promise.resolve();
    if (++this.runs % 4 !== 0) throw new Error(`run ${this.runs}`);
  }
}

it('a task that fails is tried again, and the log has the first failure of a row, and its end', async () => {
  const lines: LogLine[] = [];
  const task = new Failing(1, 'cannot be done', loggerInto(lines));
  task.onApplicationBootstrap();
  await eventually('it has been done twice', () => task.runs >= 8);
  await task.onModuleDestroy();
  expect(lines.slice(0, 4)).toMatchObject([
    { level: 'warn', msg: 'cannot be done', cause: 'Error: run 1' },
    { level: 'info', msg: 'works again', before: 'cannot be done' },
    { level: 'warn', msg: 'cannot be done', cause: 'Error: run 5' },
    { level: 'info', msg: 'works again', before: 'cannot be done' },
  ]);
});
