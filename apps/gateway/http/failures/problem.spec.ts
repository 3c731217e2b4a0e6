import { describe, expect, it } from '@jest/globals';
import { Failure, FAILURES, type FailureCode } from '@postern/contracts';
import { toProblem } from './problem.js';

const CODES = Object.keys(FAILURES) as FailureCode[];

describe('a problem', () => {
  it.each(CODES)('of %s has type, title, status and request id', (code) => {
    expect(toProblem(new Failure(code), 'request-1')).toEqual({
      type: `urn:postern:problem:${code.replaceAll('_', '-')}`,
      title: FAILURES[code].title,
      status: FAILURES[code].status,
      request_id: 'request-1',
    });
  });

  it('tells more where the failure does', () => {
    const fields = [{ field: 'name', message: 'is empty' }];
    expect(toProblem(new Failure('invalid_request', { message: 'No.', fields }), 'request-1')).toMatchObject({
      detail: 'No.',
      errors: fields,
    });
  });

  it('44: holds neither the internal text nor the cause', () => {
    const failure = new Failure('internal', { internal: 'canary-1', cause: new Error('canary-2') });
    expect(JSON.stringify(toProblem(failure, 'request-1'))).not.toMatch(/canary/);
  });
});
