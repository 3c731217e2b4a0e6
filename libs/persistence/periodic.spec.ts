import { expect, it } from '@jest/globals';
import { eventually, loggerInto, type LogLine } from '@postern/testing';
import { Periodic } from './periodic.js';

class Failing extends Periodic {
  runs = 0;

  protected async perform(): Promise<void> {
    await Promise.resolve();
    const cause = ['', 'gone', 'gone', 'refused'][++this.runs % 4];
    if (cause) throw new Error(cause);
  }
}

it('a task that fails is tried again, and the log has each cause once, and the end', async () => {
  const lines: LogLine[] = [];
  const task = new Failing(1, 'cannot be done', loggerInto(lines));
  task.onApplicationBootstrap();
  await eventually('it has been done twice', () => task.runs >= 8);
  await task.onModuleDestroy();
  expect(lines.slice(0, 4)).toMatchObject([
    { level: 'warn', msg: 'cannot be done', cause: 'gone' },
    { level: 'warn', msg: 'cannot be done', cause: 'refused' },
    { level: 'info', msg: 'works again', before: 'cannot be done' },
    { level: 'warn', msg: 'cannot be done', cause: 'gone' },
  ]);
});
