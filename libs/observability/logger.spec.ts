import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';

function capture(level: 'debug' | 'warn' = 'debug') {
  const written: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  return {
    logger: createLogger({ service: 'clients', level, format: 'json' }, destination),
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('a log line', () => {
  it('is one JSON object with service, level, time, fields and text', () => {
    const { logger, lines } = capture();
    logger.info({ request_id: 'r1' }, 'ready');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        service: 'clients',
        request_id: 'r1',
        msg: 'ready',
      },
    ]);
  });

  it('is written only from the configured level on', () => {
    const { logger, lines } = capture('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines().map(({ msg }) => msg)).toEqual(['c', 'd']);
  });

  it('46: is one line with CR and LF in a name, and reads back as that name', () => {
    const name = 'Billing\r\n{"level":"info","msg":"forged"}\u2028\u0085';
    const { logger, text, lines } = capture();
    logger.info({ name, client: { name } }, name);
    expect(text().match(/[\r\n]/g)).toEqual(['\n']);
    expect(lines()).toMatchObject([{ name, client: { name }, msg: name }]);
  });

  it('46: cannot be forged by a name on a terminal either', async () => {
    const terminal = new PassThrough();
    const logger = createLogger({ service: 'clients', level: 'debug', format: 'pretty' }, terminal);
    logger.info({ name: 'Billing\r\nforged \u001b[2J' }, 'created');
    const text = String(await once(terminal, 'data'));
    expect(text).toContain('clients created');
    expect(text).toContain('Billing');
    expect(text).not.toMatch(/^\s*forged/m);
    expect(text).not.toContain('\r');
    expect(text).not.toContain('\u001b[2J');
  });
});
