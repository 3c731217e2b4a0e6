import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from './ask.js';

interface Response {
  readonly headers?: Record<string, unknown>;
  readonly content?: Record<string, { schema: object }>;
}
interface Document {
  readonly paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  readonly components: object;
}

/** The API document of a running system, as a judge of its answers. */
export class ApiDocument {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(private readonly document: Document) {
    addFormats.default(this.ajv);
    this.ajv.addSchema(closed({ $id: 'document', components: document.components }) as object);
  }

  /** In what an answer is not as the document says it would be. */
  problemsOf(method: string, path: string, answer: Answer): string[] {
    const response = this.document.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
    if (response === undefined) return [`${method} ${path}: ${answer.status} is not documented`];
    const missing = Object.keys(response.headers ?? {}).filter(
      (name) => !(name.toLowerCase() in answer.headers),
    );
    const type = answer.headers['content-type']?.split(';')[0] ?? '';
    return [...missing.map((name) => `lacks ${name}`), ...this.problemsOfBody(response, type, answer)];
  }

  private problemsOfBody({ content = {} }: Response, type: string, answer: Answer): string[] {
    if (Object.keys(content).length === 0) return answer.body === '' ? [] : ['has a body'];
    const schema = content[type]?.schema;
    if (schema === undefined) return [`is ${type}`];
    const validate = this.ajv.compile(closed(schema) as object);
    const body: unknown = type.endsWith('json') ? answer.json() : answer.body;
    return validate(body) ? [] : [this.ajv.errorsText(validate.errors)];
  }
}

/** References into the document as Ajv finds them, and no field that is not described. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] =>
    key === '$ref' ? [key, String(one).replace(/^#/, 'document#')] : [key, closed(one)],
  );
  const schema = Object.fromEntries(entries);
  const isWhole = 'required' in schema && 'properties' in schema && !('additionalProperties' in schema);
  return isWhole ? { ...schema, additionalProperties: false } : schema;
}
