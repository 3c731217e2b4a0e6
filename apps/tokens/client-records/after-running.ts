/** A wait is counted in so many parts. */
const PARTS = 5;

/**
 * Calls back once this process has run for so long. However long a stall is, it counts for one part of the wait: what is
 * awaited may be there already, unread, or its maker may have been stalled as well.
 *
 * @param ms milliseconds
 * @returns what cancels it
 */
export function afterRunning(ms: number, act: () => void): () => void {
  let left = PARTS;
  const next = () => setTimeout(() => (--left > 0 ? (timer = next()) : act()), ms / PARTS);
  let timer = next();
  return () => clearTimeout(timer);
}
