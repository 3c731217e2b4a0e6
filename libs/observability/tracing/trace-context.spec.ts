import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTraceContext, writeTraceContext } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const kept = `00-${TRACE}-${SPAN}-01`;

describe('a trace context', () => {
  it.each([
    [kept, 1],
    [`00-${TRACE}-${SPAN}-00`, 0],
    // Flags and versions that are not known yet.
    [`00-${TRACE}-${SPAN}-03`, 1],
    [`00-${TRACE}-${SPAN}-ff`, 1],
    [`cc-${TRACE}-${SPAN}-01-and-more`, 1],
  ])('is read: %s', (traceparent, traceFlags) => {
    expect(readTraceContext({ traceparent })).toEqual({
      traceId: TRACE,
      spanId: SPAN,
      traceFlags,
      isRemote: true,
    });
  });

  it.each([
    '',
    'canary',
    kept.toUpperCase(),
    `${kept}-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${SPAN}`,
    `${kept}, ${kept}`,
    `cc-${TRACE}-${SPAN}-01-${'x'.repeat(10_000)}`,
  ])('is not read from %j', (traceparent) => {
    expect(readTraceContext({ traceparent })).toBeUndefined();
  });

  it('is never thrown about, whatever somebody sends', () => {
    const any = fc.record({ traceparent: fc.string({ unit: 'binary' }), tracestate: fc.string() });
    fc.assert(fc.property(any, (from) => readTraceContext(from) === undefined));
  });

  it('keeps the state of others, up to 512 characters', () => {
    const tracestate = `a=${'1'.repeat(200)},b=${'2'.repeat(200)}`;
    const read = readTraceContext({ traceparent: kept, tracestate })!;
    expect(writeTraceContext(read)).toEqual({ traceparent: kept, tracestate });
    const long = readTraceContext({ traceparent: kept, tracestate: `${tracestate},c=${'3'.repeat(200)}` })!;
    expect(writeTraceContext(long)).toEqual({ traceparent: kept });
  });

  it('is written as it was read, with the one flag that we know', () => {
    const read = readTraceContext({ traceparent: `00-${TRACE}-${SPAN}-ff` })!;
    expect(writeTraceContext(read)).toEqual({ traceparent: kept });
  });
});
