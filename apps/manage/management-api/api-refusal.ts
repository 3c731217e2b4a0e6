import { z } from 'zod';
import { Refusal } from '../refusal.js';

const problem = z.object({
  type: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  request_id: z.string().optional(),
});

const SCOPES =
  '  To export and to plan the client needs the scopes clients:read and apis:read, to apply clients:write and apis:write too.';

/** What the management API does not do, in its own words (RFC 9457). */
export class ApiRefusal extends Refusal {
  private constructor(
    readonly status: number,
    lines: readonly string[],
  ) {
    super(lines);
  }

  static from(asked: string, status: number, body: unknown): ApiRefusal {
    const { data } = problem.safeParse(body);
    if (data === undefined) return new ApiRefusal(status, [`${asked} answered ${status}.`]);
    const id = data.request_id === undefined ? '' : ` (request ${data.request_id})`;
    const fields = (data.errors ?? []).map(({ field, message }) => `  ${field} ${message}`);
    const advice = status === 403 ? [SCOPES] : [];
    return new ApiRefusal(status, [`${data.detail ?? data.title}${id}`, ...fields, ...advice]);
  }
}
