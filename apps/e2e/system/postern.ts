import type { OutgoingHttpHeaders } from 'node:http';
import type { SystemAddress } from '@postern/tools/system';
import { ask, form, type Answer, type Parameters, type Question } from './ask.js';

export interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** What `admin.json` holds. */
export interface AdminCredentials extends Credentials {
  readonly issuer: string;
  readonly email: string;
  readonly password: string;
}

export interface ApplicationClient extends Credentials {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly status: string;
  readonly version: number;
}

/** The audience of the management API. */
export const MANAGEMENT = 'urn:postern:management';
const CLIENTS = '/v1/application-clients';

type ManagementQuestion = Question & { json?: unknown };

/** The running system, and what its three kinds of users do with it. */
export class Postern {
  readonly url: string;
  readonly issuer: string;
  readonly home: string;
  private adminToken: string | undefined;

  constructor(
    /** Where Postgres and Redis are, among the rest. */
    readonly address: SystemAddress,
    readonly admin: AdminCredentials,
  ) {
    this.url = address.url;
    this.issuer = address.issuer;
    this.home = address.home;
  }

  ask(path: string, question?: Question): Promise<Answer> {
    return ask(this.url, path, question);
  }

  /** Sends a form, given as text or by its parameters. */
  post(path: string, parameters: Parameters | string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: typeof parameters === 'string' ? parameters : form(parameters),
    });
  }

  /** Asks the token endpoint as a client that authenticates by Basic. */
  requestToken(client: Credentials, parameters: Parameters = {}): Promise<Answer> {
    const grant = { grant_type: 'client_credentials', ...parameters };
    return this.post('/oauth2/token', grant, { authorization: basic(client) });
  }

  /** @throws Error where no token is issued */
  async accessToken(client: Credentials, parameters: Parameters = {}): Promise<string> {
    const answer = await this.requestToken(client, parameters);
    if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${answer.body}`);
    return answer.json<{ access_token: string }>().access_token;
  }

  introspect(caller: Credentials, token: string, parameters: Parameters = {}): Promise<Answer> {
    return this.post('/oauth2/introspect', { token, ...parameters }, { authorization: basic(caller) });
  }

  whoami(token: string): Promise<Answer> {
    return this.ask('/v1/whoami', { headers: bearer(token) });
  }

  /** Asks the management API below `/v1/application-clients`, as the first client unless told otherwise. */
  manage(method: string, path = '', question: ManagementQuestion = {}): Promise<Answer> {
    return this.manageAt(`${CLIENTS}${path}`, method, question);
  }

  /** Asks any route of the management API, as the first client unless told otherwise. */
  async manageAt(path: string, method = 'GET', question: ManagementQuestion = {}): Promise<Answer> {
    this.adminToken ??= await this.accessToken(this.admin);
    const { json, body = json === undefined ? undefined : JSON.stringify(json), headers } = question;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.ask(path, { method, headers: { ...bearer(this.adminToken), ...type, ...headers }, body });
  }

  /** @throws Error where none is created */
  async createClient(fields: object = {}): Promise<ApplicationClient> {
    const answer = await this.manage('POST', '', { json: { name: 'Test', ...fields } });
    if (answer.status !== 201) throw new Error(`No client: ${answer.status} ${answer.body}`);
    return answer.json<ApplicationClient>();
  }

  deleteClient({ client_id }: Pick<Credentials, 'client_id'>): Promise<Answer> {
    return this.manage('DELETE', `/${client_id}`);
  }
}

/** An `Authorization` header, encoded as RFC 6749 §2.3.1 wants it. */
export function basic({ client_id, client_secret }: Credentials): string {
  const encode = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);
  return `Basic ${Buffer.from(`${encode(client_id)}:${encode(client_secret)}`).toString('base64')}`;
}

export function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}
