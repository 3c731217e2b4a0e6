import { describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import fc from 'fast-check';
import { toOAuthError } from './oauth-error.js';

describe('an OAuth error', () => {
  it('has the code and the description of RFC 6749 §5.2', () => {
    expect(toOAuthError(new Failure('invalid_scope', { message: 'No such scope.' }))).toEqual({
      error: 'invalid_scope',
      error_description: 'No such scope.',
    });
  });

  it('names the wrong fields', () => {
    const fields = [
      { field: 'a', message: 'is empty' },
      { field: 'b', message: 'is long' },
    ];
    expect(toOAuthError(new Failure('invalid_request', { fields })).error_description).toMatch(
      / a is empty; b is long$/,
    );
  });

  it('10: stays in the character set of RFC 6749 §5.2, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const { error_description: description } = toOAuthError(new Failure('invalid_request', { message }));
        expect(description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]*$/);
      }),
    );
  });

  it('44: holds neither the internal text nor the cause', () => {
    const failure = new Failure('internal', { internal: 'canary-1', cause: new Error('canary-2') });
    expect(JSON.stringify(toOAuthError(failure))).not.toMatch(/canary/);
  });
});
