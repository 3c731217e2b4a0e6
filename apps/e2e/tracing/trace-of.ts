import { byPath, eventually, type ExportedSpan, type TestCollector } from '@postern/testing';
import type { Answer } from '../system/ask.js';

/** The spans of a request that was answered, by their paths, once there are these. */
export function traceOf(
  collector: TestCollector,
  { headers }: Answer,
  ...paths: string[]
): Promise<Record<string, ExportedSpan>> {
  return eventually(`a trace with ${paths.join(', ')}`, () => {
    const id = headers['x-request-id'];
    const first = collector.spans.find(({ attributes }) => attributes['postern.request_id'] === id);
    if (first === undefined) throw new Error(`No span of request ${id}`);
    const spans = byPath(collector.trace(first.traceId));
    const missing = paths.filter((path) => !(path in spans));
    if (missing.length > 0) throw new Error(`Only\n${Object.keys(spans).join('\n')}`);
    return spans;
  });
}
