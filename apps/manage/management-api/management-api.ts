import { z } from 'zod';
import type { Credentials } from '../credentials.js';
import { idOf, KINDS, type Existing, type Fields, type Kind, type State } from '../kinds.js';
import { Refusal } from '../refusal.js';
import { requestToken } from './access-token.js';
import { ApiRefusal } from './api-refusal.js';
import { askPatiently, type HttpAnswer, type HttpQuestion } from './http-client.js';
import { parseJson } from './parse-json.js';

const existing = z.looseObject({ version: z.int() });
const page = z.object({ data: z.array(existing), next_cursor: z.string().nullable() });

type Question = Pick<HttpQuestion, 'method'> & { headers?: Record<string, string>; body?: Fields };

/** The management API, over HTTP. */
export class ManagementApi {
  private token: string | undefined;

  constructor(private readonly credentials: Credentials) {}

  /** All that there is. */
  async state(): Promise<State> {
    return { api: await this.list('api'), client: await this.list('client') };
  }

  get(kind: Kind, id: string): Promise<Existing> {
    return this.ask(existing, `${KINDS[kind].path}/${id}`, { method: 'GET' });
  }

  /** @param key makes it safe to send the request again */
  create(kind: Kind, body: Fields, key: string): Promise<Existing> {
    return this.ask(existing, KINDS[kind].path, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body,
    });
  }

  /** @throws ApiRefusal 412 where it is no longer as it was seen, perhaps by a first try of this very request */
  update(kind: Kind, seen: Existing, body: Fields, force: boolean): Promise<Existing> {
    return this.ask(existing, pathOf(kind, seen, force), { method: 'PATCH', headers: ifMatch(seen), body });
  }

  /** Where it is gone already, that will do. */
  async delete(kind: Kind, seen: Existing, force: boolean): Promise<void> {
    const question = { method: 'DELETE', headers: ifMatch(seen) };
    await this.ask(z.unknown(), pathOf(kind, seen, force), question).catch((error: unknown) => {
      if (!(error instanceof ApiRefusal) || error.status !== 404) throw error;
    });
  }

  private async list(kind: Kind): Promise<Existing[]> {
    const found: Existing[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await this.ask(page, `${KINDS[kind].path}?limit=200${query}`, { method: 'GET' });
      found.push(...answer.data);
      cursor = answer.next_cursor;
    } while (cursor !== null);
    return found;
  }

  /** @throws ApiRefusal, Refusal where the answer is not Postern's */
  private async ask<Answer>(answers: z.ZodType<Answer>, path: string, question: Question): Promise<Answer> {
    let answer = await this.send(path, question);
    if (answer.status === 401) {
      // The token may have expired on the way.
      this.token = undefined;
      answer = await this.send(path, question);
    }
    const asked = `${question.method} ${path}`;
    const body = parseJson(answer.text);
    if (answer.status >= 300) throw ApiRefusal.from(asked, answer.status, body);
    const { data, success } = answers.safeParse(body);
    if (!success) throw new Refusal([`${this.credentials.url} answers ${asked} as no Postern would.`]);
    return data;
  }

  private async send(path: string, { method, headers, body }: Question): Promise<HttpAnswer> {
    this.token ??= await requestToken(this.credentials);
    return askPatiently(`${this.credentials.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
}

function pathOf(kind: Kind, seen: Existing, force: boolean): string {
  return `${KINDS[kind].path}/${idOf(kind, seen)}${force && kind === 'api' ? '?force=true' : ''}`;
}

function ifMatch({ version }: Existing) {
  return { 'if-match': `"${version}"` };
}
