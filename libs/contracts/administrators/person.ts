import { z } from 'zod';

/** Letters of any script, with what joins them: spaces, hyphens and apostrophes. */
const LETTERS = /^[\p{L}\p{M}]+(?:[ '’-][\p{L}\p{M}]+)*$/u;
const MOST_CHARACTERS = 100;

const personName = (least: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(1, { error: 'is empty', abort: true })
    .refine((value) => Array.from(value).length >= least, `is shorter than ${least} characters`)
    .refine(
      (value) => Array.from(value).length <= MOST_CHARACTERS,
      `is longer than ${MOST_CHARACTERS} characters`,
    )
    .regex(
      LETTERS,
      'holds something else than letters, with a space, a hyphen or an apostrophe between them',
    );

export const firstName = personName(2).meta({ maxLength: MOST_CHARACTERS, examples: ['Ada'] });
export const lastName = personName(1).meta({ maxLength: MOST_CHARACTERS, examples: ['Lovelace'] });

/** Where a person is reached, and what they sign in with. Letter case does not tell two of them apart. */
export const email = z
  .string()
  .trim()
  .min(1, { error: 'is empty', abort: true })
  .max(254, 'is longer than 254 characters')
  .pipe(z.email('is not an email address'))
  .meta({ examples: ['ada@example.com'] });
