import { updateApi, type Api, type apiChange } from '@postern/contracts';
import type { z } from 'zod';
import { nothing } from '../api/nothing.js';
import { pathWith } from '../api/path-with.js';
import { request } from '../api/request.js';
import { apiPath } from './apis-query.js';

interface Conditions {
  readonly expectedVersion: number;
  /** Whether application clients may lose something by it. */
  readonly force: boolean;
}

/** @throws ApiError `api_in_use` where application clients would lose something; `version_conflict` */
export function changeApi(
  apiId: string,
  body: z.output<typeof apiChange>,
  { expectedVersion, force }: Conditions,
): Promise<Api> {
  const path = pathWith(apiPath(apiId), { force: String(force) });
  return request({ method: 'PATCH', path, body, expectedVersion, reply: updateApi.reply });
}

/** @throws ApiError `api_in_use` where application clients would lose something; `version_conflict` */
export async function deleteApi(apiId: string, { expectedVersion, force }: Conditions): Promise<void> {
  const path = pathWith(apiPath(apiId), { force: String(force) });
  await request({ method: 'DELETE', path, expectedVersion, reply: nothing });
}
