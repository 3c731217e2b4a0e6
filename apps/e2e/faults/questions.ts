import { expect } from '@jest/globals';
import { eventually } from '@postern/testing';
import type { Answer } from '../system/ask.js';
import { signIn } from '../system/console-session.js';
import type { ApplicationClient, Postern } from '../system/postern.js';

export interface Subjects {
  /** A client with a token of its own. */
  readonly client: ApplicationClient;
  readonly token: string;
  /** One that is deleted, and what was its token. */
  readonly dead: ApplicationClient;
  readonly deadToken: string;
  /** Cookies of a session, and of one that has ended. */
  readonly cookie: string;
  readonly deadCookie: string;
}

export const KINDS = [
  ...(['token', 'wrongSecret', 'deadClient', 'introspection', 'deadIntrospection'] as const),
  ...(['whoami', 'deadWhoami', 'list', 'creation', 'keys'] as const),
  ...(['signIn', 'wrongPassword', 'session', 'deadSession'] as const),
];
export type Kind = (typeof KINDS)[number];

const status = (right: number) => (answer: Answer) => answer.status === right;
const active = (answer: Answer) => answer.status === 200 && answer.json()['active'] === true;
const inactive = (answer: Answer) => answer.status === 200 && answer.body === '{"active":false}';

/** A question of each kind, and what is right to answer it with. */
export class Questions {
  private readonly questions: Record<Kind, [() => Promise<Answer>, (answer: Answer) => boolean]>;

  constructor(postern: Postern, { client, token, dead, deadToken, cookie, deadCookie }: Subjects) {
    const wrong = { ...client, client_secret: postern.admin.client_secret };
    const { email, password } = postern.admin;
    const session = (cookie: string) => postern.ask('/session', { headers: { cookie } });
    this.questions = {
      token: [() => postern.requestToken(client), status(200)],
      wrongSecret: [() => postern.requestToken(wrong), status(401)],
      deadClient: [() => postern.requestToken(dead), status(401)],
      introspection: [() => postern.introspect(client, token), active],
      deadIntrospection: [() => postern.introspect(postern.admin, deadToken), inactive],
      whoami: [() => postern.whoami(token), status(200)],
      deadWhoami: [() => postern.whoami(deadToken), status(401)],
      list: [() => postern.manage('GET'), status(200)],
      creation: [() => postern.manage('POST', '', { json: { name: 'During' } }), status(201)],
      keys: [() => postern.ask('/.well-known/jwks.json'), status(200)],
      signIn: [() => signIn(postern, { email, password }), status(201)],
      wrongPassword: [() => signIn(postern, { email, password: 'wrong' }), status(401)],
      session: [() => session(cookie), status(200)],
      deadSession: [() => session(deadCookie), status(401)],
    };
  }

  /** For each kind `right`, `unavailable`, or what else was answered. */
  async verdicts(of: readonly Kind[] = KINDS): Promise<Record<string, string>> {
    const entries = of.map(async (kind): Promise<[Kind, string]> => [kind, await this.verdict(kind)]);
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Asks until it is as said. Until then too, every answer has to be right or `unavailable`. */
  async expectSooner(what: string, reached: (seen: Record<string, string>) => boolean): Promise<void> {
    const wrong: unknown[] = [];
    await eventually(what, async () => {
      const seen = await this.verdicts();
      wrong.push(...Object.entries(seen).filter(([, one]) => one !== 'right' && one !== 'unavailable'));
      return reached(seen);
    });
    expect(wrong).toEqual([]);
  }

  private async verdict(kind: Kind): Promise<string> {
    const [question, isRight] = this.questions[kind];
    const answer = await question();
    if (isRight(answer)) return 'right';
    return isUnavailable(answer) ? 'unavailable' : JSON.stringify(answer);
  }
}

/** The same verdict for all. */
export function all(value: string, of: readonly Kind[] = KINDS): Record<string, string> {
  return Object.fromEntries(of.map((kind) => [kind, value]));
}

/** Whether it says what checklist 11 wants to be said: 503, when to try again, and nothing of credentials. */
function isUnavailable(answer: Answer): boolean {
  if (answer.status !== 503) return false;
  const { headers } = answer;
  const { error, type } = answer.json();
  const named = error === 'temporarily_unavailable' || type === 'urn:postern:problem:unavailable';
  const unchallenged = headers['www-authenticate'] === undefined && headers['cache-control'] === 'no-store';
  return named && unchallenged && /^[1-9]\d?$/.test(headers['retry-after'] ?? '');
}
