/** Upper bounds in seconds for what should take milliseconds: requests, and what a request waits for. */
export const QUICK_SECONDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
] as const;

/** Upper bounds in seconds for what reaches everybody by events: quickly, or after an outage. */
export const LAG_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300] as const;

const MILLISECONDS = 1_000;

/** @param begun from `performance.now()` */
export function secondsSince(begun: number): number {
  return (performance.now() - begun) / MILLISECONDS;
}
