import { z } from 'zod';

const LEAST_CHARACTERS = 12;
const MOST_CHARACTERS = 200;

/**
 * A password as somebody types it in. Any characters; what matters is that it is long and that nobody has it already
 * (NIST SP 800-63B §3.1.1.2). Its normal form is the same on every keyboard.
 */
export const presentedPassword = z
  .string()
  .min(1, 'is empty')
  .max(1_000, 'is longer than 1000 characters')
  .normalize('NFC');

/** A password that somebody chooses. Whether it is a known one is looked at where the list is. */
export const newPassword = z
  .string()
  .normalize('NFC')
  .refine((value) => value.isWellFormed(), 'holds half a surrogate pair')
  .refine(
    (value) => Array.from(value).length >= LEAST_CHARACTERS,
    `is shorter than ${LEAST_CHARACTERS} characters`,
  )
  .refine(
    (value) => Array.from(value).length <= MOST_CHARACTERS,
    `is longer than ${MOST_CHARACTERS} characters`,
  );
