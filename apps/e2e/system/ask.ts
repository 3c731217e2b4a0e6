import { request, type OutgoingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Question {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | undefined;
  /** Address of this machine to ask from. */
  readonly from?: string;
}

/** An HTTP answer as it came. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** @throws SyntaxError where the body is no JSON */
  json<T = Record<string, unknown>>(): T;
}

/** Asks over HTTP. Unlike `fetch` it sends the path as it stands. */
export function ask(origin: string, path: string, question: Question = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const { method = 'GET', headers: given = {}, body, from } = question;
  // Node frames the body of a DELETE in no way unless it is told to.
  const headers = body === undefined ? given : { 'content-length': Buffer.byteLength(body), ...given };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers, localAddress: from }, (response) => {
      buffer(response).then((bytes) => {
        const text = bytes.toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
          ),
          body: text,
          json: <T>() => JSON.parse(text) as T,
        });
      }, reject);
    });
    asked.on('error', reject).end(body);
  });
}

export type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** A form with these parameters, several of a name where it has several values. */
export function form(parameters: Parameters): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}
