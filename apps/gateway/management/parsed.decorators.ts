import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ParameterFacts } from '../http/parameter-facts.js';
import { parseBody, parseOptionalBody, parseQuery } from './parse.js';

type Body = Extract<ParameterFacts, { in: 'body' }>;
type Query = Extract<ParameterFacts, { in: 'query' }>;

const bodyOf = createParamDecorator(({ schema, required }: Body, execution: ExecutionContext) => {
  const { body } = execution.switchToHttp().getRequest<FastifyRequest>();
  return required ? parseBody(schema, body) : parseOptionalBody(schema, body);
});
const queryOf = createParamDecorator(({ schema }: Query, execution: ExecutionContext) =>
  parseQuery(schema, execution.switchToHttp().getRequest<FastifyRequest>().query),
);

/** Injects the JSON body as the schema's type. */
export const JsonBody = (schema: z.ZodType) => bodyOf({ in: 'body', schema, required: true });

/** Injects the JSON body as the schema's type; to send none is to send an empty object. */
export const OptionalJsonBody = (schema: z.ZodType) => bodyOf({ in: 'body', schema, required: false });

/** Refuses a body that has fields. */
export const NoFields = () => OptionalJsonBody(z.strictObject({}));

/** Injects the query as the schema's type. */
export const ParsedQuery = (schema: z.ZodObject) => queryOf({ in: 'query', schema });
