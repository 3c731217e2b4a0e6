import { describe, expect, it } from '@jest/globals';
import { wantsNdjson } from './wants-ndjson.js';

describe('newline-delimited JSON', () => {
  it.each([
    'application/x-ndjson',
    'Application/X-NDJSON',
    'application/json;q=0.5, application/x-ndjson',
    'application/x-ndjson; q=0.1',
  ])('is wanted by %j', (accept) => {
    expect(wantsNdjson(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'application/*',
    'application/json',
    'application/x-ndjson;q=0',
    'application/x-ndjson; q=0.000',
    'application/x-ndjsonx',
    'text/plain; a="application/x-ndjson"',
  ])('is not wanted by %j', (accept) => {
    expect(wantsNdjson(accept)).toBe(false);
  });
});
