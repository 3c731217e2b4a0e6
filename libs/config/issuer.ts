/** The issuer identifier as a value that Nest can inject. */
export class Issuer {
  constructor(readonly value: string) {}
}
