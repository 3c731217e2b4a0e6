import {
  apiChange,
  applicationClientChange,
  clientId,
  newApi,
  newApplicationClient,
} from '@postern/contracts';
import { z } from 'zod';
import type { Fields, Kind } from '../kinds.js';

/** A field that is absent is not declared, and stays as it is: so no default stands in for it. */
function undefaulted(shape: z.ZodRawShape): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => {
      const plain = field instanceof z.ZodDefault ? field.unwrap() : field;
      return [name, z.optional(plain as z.ZodType)];
    }),
  );
}

const declaredApi = z.strictObject({
  ...undefaulted(newApi.shape),
  ...apiChange.shape,
  audience: newApi.shape.audience,
  name: newApi.shape.name,
});

const declaredClient = z.strictObject({
  client_id: clientId.optional(),
  ...undefaulted(newApplicationClient.shape),
  ...applicationClientChange.shape,
  name: newApplicationClient.shape.name,
});

/** What a file may hold. */
export const declaration = z.strictObject({
  apis: z.array(declaredApi).optional(),
  clients: z.array(declaredClient).optional(),
});

/** Fields that may stand in a file, in the order in which they are written. */
export const DECLARED_FIELDS = {
  api: Object.keys(declaredApi.shape),
  client: Object.keys(declaredClient.shape),
};

/** A thing that is declared. */
export interface Declared {
  /** `file:line:`, where it begins. */
  readonly at: string;
  readonly fields: Fields;
}

/** All that is declared. A list that stands in no file is `undefined`, and not managed at all. */
export type Declaration = Readonly<Record<Kind, readonly Declared[] | undefined>>;
