import { config } from 'zod/v4';

// The page's policy forbids code made from strings, and counts even the attempt. Every schema imports this in place
// of zod, so it is said before the first one is made.
config({ jitless: true });

export * from 'zod/v4';
export { z } from 'zod/v4';
