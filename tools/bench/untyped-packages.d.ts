/** The two packages below come without types; declared is what the bench uses of them. */

declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';
  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
  }
}

declare module 'autocannon' {
  export type Request = { headers: Record<string, string> };
  export type Client = { setRequests(requests: Request[]): void };
  export type Options = {
    url: string;
    method: 'POST';
    body: string;
    connections: number;
    duration?: number;
    amount?: number;
    overallRate?: number;
    timeout: number;
    sampleInt: number;
    setupClient(client: Client): void;
    verifyBody(body: string): boolean;
  };
  export interface Run extends PromiseLike<unknown> {
    on(event: 'start', listener: () => void): this;
    on(
      event: 'response',
      listener: (client: Client, statusCode: number, bytes: number, milliseconds: number) => void,
    ): this;
    on(event: 'reqError', listener: (error: Error) => void): this;
    on(event: 'reqMismatch', listener: (body: string) => void): this;
    stop(): void;
  }
  export default function autocannon(options: Options): Run;
}
