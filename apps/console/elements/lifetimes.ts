/** From the longest. */
export const UNITS = [
  { name: 'hour', seconds: 3_600 },
  { name: 'minute', seconds: 60 },
  { name: 'second', seconds: 1 },
] as const;

/** A time as it is typed in: how many, as text, of which unit in seconds. */
export interface TypedLifetime {
  readonly amount: string;
  readonly unit: number;
}

/** In the longest unit that needs no fraction. */
export function typedLifetime(seconds: number | null): TypedLifetime {
  if (seconds === null || Number.isNaN(seconds)) return { amount: '', unit: 60 };
  const unit = UNITS.find(({ seconds: length }) => seconds % length === 0)?.seconds ?? 1;
  return { amount: String(seconds / unit), unit };
}

/** `null` for nothing, NaN for what is no number. */
export function secondsOf({ amount, unit }: TypedLifetime): number | null {
  const number = amount.trim().replace(',', '.');
  if (number === '') return null;
  return /^\d{1,9}(\.\d{1,9})?$/.test(number) ? Math.round(Number(number) * unit) : Number.NaN;
}
