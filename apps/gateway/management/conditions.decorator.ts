import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ParameterFacts } from '../http/parameter-facts.js';
import { parseQuery } from './parse.js';
import { expectedVersions, idempotencyKey } from './preconditions.js';

/** Under which conditions the caller wants a change; the part of a command that says so. */
export interface Conditions {
  readonly idempotency_key?: string | undefined;
  readonly expected_versions?: number[] | undefined;
}

/** Where the caller also says whether clients may lose grants. */
export interface ForcibleConditions extends Conditions {
  readonly force: boolean;
}

const force = z.strictObject({ force: z.enum(['true', 'false'], 'is not true or false').default('false') });

interface Condition {
  readonly in: 'header' | 'query';
  readonly description: string;
  readonly schema: z.ZodType;
  readonly read: (request: FastifyRequest) => Partial<ForcibleConditions>;
}

/** Every condition by the name of the header or of the query's parameter. */
export const CONDITIONS = {
  'Idempotency-Key': {
    in: 'header',
    description:
      'Makes a repetition safe: asked again with the same key and body within ten minutes, the first answer is given again.',
    schema: z.string().regex(/^[\x21-\x7E]{1,255}$/),
    read: ({ headers }) => ({ idempotency_key: idempotencyKey(only(headers['idempotency-key'])) }),
  },
  'If-Match': {
    in: 'header',
    description:
      'The `ETag` that the change is for, or several; another version answers 412. Without it, or with `*`, any version will do.',
    schema: z.string(),
    read: ({ headers }) => ({ expected_versions: expectedVersions(headers['if-match']) }),
  },
  force: {
    in: 'query',
    description: 'Whether application clients may lose grants.',
    schema: force.shape.force,
    read: ({ query }) => ({ force: parseQuery(force, query).force === 'true' }),
  },
} as const satisfies Record<string, Condition>;

type Names = Extract<ParameterFacts, { in: 'conditions' }>;
type ConditionName = keyof typeof CONDITIONS;

const conditionsOf = createParamDecorator(({ names }: Names, execution: ExecutionContext) => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const read = names.map((name) => CONDITIONS[name as ConditionName].read(request));
  return Object.assign({}, ...read) as Partial<ForcibleConditions>;
});

/** Injects the named conditions. */
export const ConditionsOf = (...names: ConditionName[]) => conditionsOf({ in: 'conditions', names });

/** Node joins a header that stands there twice. */
function only(header: string | string[] | undefined): string | undefined {
  return header?.toString();
}
