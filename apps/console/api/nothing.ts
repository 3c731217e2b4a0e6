import { z } from 'zod';

/** What a 204 answers. */
export const nothing = z.undefined();
