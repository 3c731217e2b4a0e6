/** The issuer identifier, whatever Host or X-Forwarded headers say. */
export class Issuer {
  constructor(readonly value: string) {}
}
