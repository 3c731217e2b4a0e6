import { Failure } from '@postern/contracts';
import { decodeFormComponent } from '@postern/oauth';
import { FormText } from '../http/body-parsers.js';

const MOST_PARAMETERS = 100;

/** The parameters of an OAuth request. An empty one counts as absent (RFC 6749 §3.1). */
export class Form {
  private constructor(private readonly parameters: ReadonlyMap<string, readonly string[]>) {}

  /**
   * @param body as parsed from `application/x-www-form-urlencoded`
   * @throws Failure `invalid_request`
   */
  static parse(body: unknown): Form {
    if (!(body instanceof FormText)) {
      throw new Failure('invalid_request', {
        message: 'Send the parameters as application/x-www-form-urlencoded.',
      });
    }
    const pairs = body.text.split('&', MOST_PARAMETERS + 1);
    if (pairs.length > MOST_PARAMETERS)
      throw new Failure('invalid_request', { message: 'There are too many parameters.' });
    const parameters = new Map<string, string[]>();
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
      if (value === '') continue;
      const values = parameters.get(name);
      if (values === undefined) parameters.set(name, [value]);
      else values.push(value);
    }
    return new Form(parameters);
  }

  /** @throws Failure `invalid_request` where it stands twice (RFC 6749 §3.2) */
  one(name: string): string | undefined {
    const values = this.parameters.get(name);
    if (values !== undefined && values.length > 1) {
      throw new Failure('invalid_request', { message: `The parameter ${name} stands there twice.` });
    }
    return values?.[0];
  }

  /** A parameter that may stand more than once, as `resource` (RFC 8707 §2). */
  all(name: string): readonly string[] {
    return this.parameters.get(name) ?? [];
  }
}

function decode(component: string): string {
  const decoded = decodeFormComponent(component);
  if (decoded === undefined)
    throw new Failure('invalid_request', { message: 'A parameter is not well encoded.' });
  return decoded;
}
