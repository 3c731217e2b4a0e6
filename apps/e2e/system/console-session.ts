import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer } from './ask.js';
import type { Postern } from './postern.js';

export interface SignInCredentials {
  readonly email: string;
  readonly password: string;
}

/** What a browser says of a request that the console itself makes. */
export const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };
const JSON_TYPE = { 'content-type': 'application/json' };

export function signIn(
  postern: Postern,
  { email, password }: SignInCredentials,
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  const body = JSON.stringify({ email, password });
  return postern.ask('/session', { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });
}

/** The cookie that an answer gives or takes away, as its name and value; `undefined` where it does neither. */
export function cookieOf({ headers }: Answer): string | undefined {
  return headers['set-cookie']?.split(';', 1)[0];
}

/** For how long an answer has a browser keep its cookie; `NaN` where it gives none. */
export function secondsOf({ headers }: Answer): number {
  return Number(/; Max-Age=(\d+);/.exec(headers['set-cookie'] ?? '')?.[1]);
}

interface ConsoleQuestion {
  readonly headers?: OutgoingHttpHeaders;
  readonly json?: unknown;
}

/** What a browser has of a session, without the browser: its cookie, and the token for writes. */
export class ConsoleSession {
  private constructor(
    private readonly postern: Postern,
    /** Name and value, the latest that were given. */
    public cookie: string,
    readonly csrfToken: string,
  ) {}

  /** @throws Error where it does not begin */
  static async begin(postern: Postern, credentials: SignInCredentials): Promise<ConsoleSession> {
    const answer = await signIn(postern, credentials);
    const cookie = cookieOf(answer);
    if (answer.status !== 201 || cookie === undefined) throw new Error(`No session: ${answer.body}`);
    return new ConsoleSession(postern, cookie, answer.json<{ csrf_token: string }>().csrf_token);
  }

  /** The access token in the cookie. */
  get token(): string {
    return this.cookie.slice(this.cookie.indexOf('=') + 1);
  }

  /** The headers by which a write shows that it is from the console. */
  get proof(): OutgoingHttpHeaders {
    return { ...SAME_ORIGIN, 'x-csrf-token': this.csrfToken };
  }

  /** Asks as the console does, and keeps the cookie that comes back. */
  async ask(method: string, path: string, question: ConsoleQuestion = {}): Promise<Answer> {
    const answer = await this.askWith({ ...this.proof, ...question.headers }, method, path, question.json);
    this.cookie = cookieOf(answer) ?? this.cookie;
    return answer;
  }

  /** Asks with the cookie and with these headers alone. */
  askWith(headers: OutgoingHttpHeaders, method: string, path: string, json?: unknown): Promise<Answer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const type = body === undefined ? {} : JSON_TYPE;
    return this.postern.ask(path, { method, headers: { cookie: this.cookie, ...type, ...headers }, body });
  }
}
