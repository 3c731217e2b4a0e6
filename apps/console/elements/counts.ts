/** What there can be one or many of. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

/** `No APIs`, `1 API`, `12 APIs`. */
export function countOf(count: number, { one, many }: Noun): string {
  return `${count === 0 ? 'No' : count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export const CLIENTS: Noun = { one: 'application client', many: 'application clients' };
