import { describe, expect, it } from '@jest/globals';
import { readCommand } from './command-line.js';
import { Refusal } from './refusal.js';

describe('the command line', () => {
  it('says what to do', () => {
    expect(readCommand(['apply', 'file', '--prune', 'other', '--secrets-to', 'new'])).toEqual({
      name: 'apply',
      files: ['file', 'other'],
      prune: true,
      force: false,
      secretsTo: 'new',
    });
  });

  it.each(
    [
      [],
      ['frob'],
      ['plan'],
      ['export', 'x'],
      ['plan', 'x', '--force'],
      ['apply', 'x', '--secrets-to'],
      ['plan', 'x', '--x'],
      ['toString'],
    ].map((args) => [args]),
  )('is refused as %j', (args) => {
    expect(() => readCommand(args)).toThrow(Refusal);
  });
});
