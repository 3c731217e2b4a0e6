import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;
const FRESH_MS = 1_000;

let now = Date.now();

function watch(tell: () => void): () => void {
  // Whatever appears between two ticks may be younger than the last one.
  if (Date.now() - now > FRESH_MS) now = Date.now();
  const timer = setInterval(() => {
    now = Date.now();
    tell();
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** The time in milliseconds, at most half a minute old, so that what is told of it stays true while the page is open. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}
