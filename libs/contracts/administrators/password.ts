import { z } from 'zod';

const LEAST_CHARACTERS = 12;
const MOST_CHARACTERS = 200;
/** Of UTF-16. Whatever form it is typed in, no password that counts is longer; to look at more would take long. */
const MOST_UNITS = 1_000;

/**
 * The same password on every keyboard (RFC 8265 §4.2.2): some type a space that is not that of others, or a letter and
 * its accent one after the other.
 */
const enforced = (value: string) => value.replace(/\p{Zs}/gu, ' ').normalize('NFC');

/**
 * A password as somebody types it in. Any characters; what matters is that it is long and that nobody has it already
 * (NIST SP 800-63B §3.1.1.2).
 */
export const presentedPassword = z
  .string()
  .min(1, 'is empty')
  .max(MOST_UNITS, { error: `is longer than ${MOST_UNITS} characters`, abort: true })
  .overwrite(enforced);

/** A password that somebody chooses. Whether it is a known one is looked at where the list is. */
export const newPassword = z
  .string()
  .max(MOST_UNITS, { error: `is longer than ${MOST_CHARACTERS} characters`, abort: true })
  .overwrite(enforced)
  .refine((value) => value.isWellFormed(), 'holds half a surrogate pair')
  .refine(
    (value) => Array.from(value).length >= LEAST_CHARACTERS,
    `is shorter than ${LEAST_CHARACTERS} characters`,
  )
  .refine(
    (value) => Array.from(value).length <= MOST_CHARACTERS,
    `is longer than ${MOST_CHARACTERS} characters`,
  )
  .meta({
    minLength: LEAST_CHARACTERS,
    maxLength: MOST_CHARACTERS,
    examples: ['four words of your own'],
  });
