import { z } from 'zod';

/** `adm_` and 22 base62 characters: 128 random bits and more. */
export const ADMINISTRATOR_ID = /^adm_[0-9A-Za-z]{22}$/;

export const administratorId = z
  .string()
  .regex(ADMINISTRATOR_ID, 'is not an administrator ID')
  .meta({ examples: ['adm_9fTq2LmWc0RzXb4KdYs7Ne'] });
