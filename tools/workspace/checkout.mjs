import { fileURLToPath } from 'node:url';

/** The folder of the whole repository, as an absolute path without a slash at its end. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
