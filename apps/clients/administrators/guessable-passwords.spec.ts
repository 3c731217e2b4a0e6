import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GuessablePasswords } from './guessable-passwords.js';

const guessable = new GuessablePasswords();
const ada = { email: 'Ada.Byron@Zyxwerk.example', firstName: 'Augusta', lastName: 'Byron-Lovelace' };
const problemOf = (password: string) => guessable.problemOf(password, ada);

describe('a password', () => {
  it.each([
    // Leaked ones of 12 characters and more, as they are and in disguise.
    '123qweasdzxc',
    '1qaz2wsx3edc',
    'PolniyPizdec0211',
    'polniypizdec0211',
    'Mailcreated5240!',
    'manchesterunited',
    'chickenwing101!!',
    'gfhjkmgfhjkm',
    // Shorter leaked ones made longer.
    'passwordpassword',
    'P@ssw0rd1234!',
    'Welcome2024!!',
    'Letmein2026!!',
    'administrator1',
    'ChangeMe12345',
    'drowssapdrowssap',
    // What everybody has read of.
    'correct horse battery staple',
    'CorrectHorseBatteryStaple1',
    // Patterns.
    'aaaaaaaaaaaa',
    '123456789012',
    'abcdefghijkl',
    'qwertyuiop[]',
    'abcabcabcabc',
    '密码密码密码密码密码密码',
    'x'.repeat(200),
    'Ab1!'.repeat(50),
    // What others know of its owner and of this place.
    'ada.byron@zyxwerk.example',
    'Ada.Byron2026',
    'augustalovelace',
    'LovelaceAugusta1',
    'zyxwerk.example1234',
    'Zyxwerk2026!!',
    'zyxwerkzyxwerk',
    'AdaByron1815!',
    'byronlovelace1',
    'AugustaByronLovelace',
    'postern-postern',
    'Postern2026!!',
  ])('%j is easy to guess', async (password) => {
    expect(await problemOf(password)).toMatch(/^is easy to guess: .* Take four words/);
  });

  it.each([
    'seven quiet lanterns drift',
    'ten other words beside it',
    'grüne Brücken über Köln',
    'ЙогуртНаКрышеДомаСнег',
    'w8Kq2ZpLr5Tx',
    '4Xk1mPq8RzTn0VbLw7YcJd2Hs',
    'my dog barks at trains',
  ])('%j is not', async (password) => {
    expect(await problemOf(password)).toBeUndefined();
  });

  it('may be anything, however long it is and whatever letter case does to its length', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('İ', 'ſ', 'ß', 'ŉ', 'ΐ', '\ud800', '😀', '@4a', '|\\/|', 'password', '11/11/2011'),
    );
    const text = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
    const owner = fc.record({ email: text, firstName: text, lastName: text });
    await fc.assert(
      fc.asyncProperty(text, owner, async (password, whose) => {
        const problem = await guessable.problemOf(password, whose);
        expect(['string', 'undefined']).toContain(typeof problem);
      }),
      { numRuns: 200 },
    );
  });
});
