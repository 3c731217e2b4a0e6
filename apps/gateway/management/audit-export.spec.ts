import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure, type listAuditEvents, type ReplyOf } from '@postern/contracts';
import type { NatsClient } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { PassThrough } from 'node:stream';
import { AuditExport } from './audit-export.js';

type Page = ReplyOf<typeof listAuditEvents>;

const ask = jest.fn<(...asked: unknown[]) => Promise<Page>>();
const admit = jest.fn<() => Promise<void>>();
const breakOff = jest.fn<() => void>();
const wanted = { filter: { actor_id: 'someone' }, requestId: 'request', admit, breakOff };
const log = new PassThrough().resume();
let exports: AuditExport;

/** A page of one event, with another to follow unless it is the last. */
function page(request_id: string, next_cursor: string | null): Page {
  return { data: [{ request_id }], next_cursor } as unknown as Page;
}

beforeEach(() => {
  ask.mockReset();
  breakOff.mockReset();
  admit.mockReset().mockResolvedValue(undefined);
  const logger = createLogger({ service: 'gateway', level: 'debug', format: 'json' }, log);
  exports = new AuditExport({ request: ask } as unknown as NatsClient, logger);
});

describe('an export of the audit log', () => {
  it('writes page after page, each event on a line', async () => {
    ask.mockResolvedValueOnce(page('1', 'a')).mockResolvedValueOnce(page('2', 'b'));
    ask.mockResolvedValueOnce(page('3', null));
    const lines = (await text(await exports.begin(wanted))).split('\n');
    expect(lines).toEqual(['{"request_id":"1"}', '{"request_id":"2"}', '{"request_id":"3"}', '']);
    const filter = { actor_id: 'someone', order: 'oldest_first', limit: 200 };
    const cursors = [{}, { cursor: 'a' }, { cursor: 'b' }];
    expect(ask.mock.calls.map(([, query]) => query)).toEqual(cursors.map((one) => ({ ...filter, ...one })));
    expect(breakOff).not.toHaveBeenCalled();
  });

  it('is empty where there is no event', async () => {
    ask.mockResolvedValue({ data: [], next_cursor: null });
    expect(await text(await exports.begin(wanted))).toBe('');
  });

  it('fails before it begins where there is no first page', async () => {
    ask.mockRejectedValue(new Failure('unavailable'));
    await expect(exports.begin(wanted)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('errs where a later page cannot be had, or whoever asked may no longer read', async () => {
    ask.mockResolvedValueOnce(page('1', 'a')).mockRejectedValueOnce(new Failure('unavailable'));
    await expect(text(await exports.begin(wanted))).rejects.toMatchObject({ code: 'unavailable' });
    ask.mockResolvedValue(page('1', 'a'));
    admit.mockRejectedValue(new Failure('invalid_token'));
    await expect(text(await exports.begin(wanted))).rejects.toMatchObject({ code: 'invalid_token' });
    expect(breakOff).toHaveBeenCalledTimes(2);
  });

  it('asks for no more than is read', async () => {
    ask.mockResolvedValue(page('x'.repeat(100_000), 'more'));
    const lines = await exports.begin(wanted);
    await new Promise((resolve) => lines.once('readable', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ask.mock.calls.length).toBeLessThan(4);
    lines.destroy();
  });

  it('is broken off when the process stops', async () => {
    ask.mockResolvedValue(page('1', 'more'));
    const reading = text(await exports.begin(wanted));
    exports.onModuleDestroy();
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is refused while ten others run, and no longer once one has ended', async () => {
    ask.mockResolvedValue(page('1', 'more'));
    const running = await Promise.all(Array.from({ length: 10 }, () => exports.begin(wanted)));
    const refusal = { code: 'unavailable', retryAfterSeconds: 30 };
    await expect(exports.begin(wanted)).rejects.toMatchObject(refusal);
    await new Promise((resolve) => running[0]!.once('close', resolve).destroy());
    const another = await exports.begin(wanted);
    for (const one of [another, ...running]) one.destroy();
  });
});
