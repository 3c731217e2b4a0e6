/** Whole seconds until a moment, at least one. */
export function retryAfterSeconds(endsAt: number): number {
  return Math.max(1, Math.ceil((endsAt - Date.now()) / 1_000));
}
