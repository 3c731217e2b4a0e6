import { z } from 'zod';

/** Letters of any script. The first is one that can be seen. */
const PART = String.raw`(?!\p{Default_Ignorable_Code_Point})\p{L}[\p{L}\p{M}]*`;
/** Letters, with what joins them: spaces, hyphens and apostrophes. */
const NAME = new RegExp(`^${PART}(?:[ '’-]${PART})*$`, 'u');
const MOST_CHARACTERS = 100;
/** Of UTF-16, before it is normalized, which would take long. Whatever form it is typed in, no name is longer. */
const MOST_UNITS = 1_000;

const personName = (least: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'is empty', abort: true })
    .max(MOST_UNITS, { error: `is longer than ${MOST_CHARACTERS} characters`, abort: true })
    .normalize('NFC')
    .refine((value) => Array.from(value).length >= least, `is shorter than ${least} characters`)
    .refine(
      (value) => Array.from(value).length <= MOST_CHARACTERS,
      `is longer than ${MOST_CHARACTERS} characters`,
    )
    .regex(NAME, 'holds something else than letters, with a space, a hyphen or an apostrophe between them');

export const firstName = personName(2).meta({ maxLength: MOST_CHARACTERS, examples: ['Ada'] });
export const lastName = personName(1).meta({ maxLength: MOST_CHARACTERS, examples: ['Lovelace'] });

/** Where a person is reached, and what they sign in with. Letter case does not tell two of them apart. */
export const email = z
  .string()
  .trim()
  .min(1, { error: 'is empty', abort: true })
  .max(254, { error: 'is longer than 254 characters', abort: true })
  .pipe(z.email('is not an email address'))
  .meta({ examples: ['ada@example.com'] });
