import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { JsonText } from '../http/body-parsers.js';
import type { ParameterFacts } from '../http/parameter-facts.js';
import { parse, parseBody } from './parse.js';

/** An empty object, for bodies of which nothing has to be said. */
const NOTHING = new JsonText('{}');

type Body = Extract<ParameterFacts, { in: 'body' }>;
type Query = Extract<ParameterFacts, { in: 'query' }>;

const bodyOf = createParamDecorator(({ schema, required }: Body, execution: ExecutionContext) => {
  const { body } = execution.switchToHttp().getRequest<FastifyRequest>();
  return parseBody(schema, required ? body : (body ?? NOTHING));
});
const queryOf = createParamDecorator(({ schema }: Query, execution: ExecutionContext) =>
  parse(schema, execution.switchToHttp().getRequest<FastifyRequest>().query),
);

/** Injects the JSON body as the schema's type. */
export const JsonBody = (schema: z.ZodType) => bodyOf({ in: 'body', schema, required: true });

/** Injects the JSON body as the schema's type; to send none is to send an empty object. */
export const OptionalJsonBody = (schema: z.ZodType) => bodyOf({ in: 'body', schema, required: false });

/** Injects the query as the schema's type. */
export const ParsedQuery = (schema: z.ZodObject) => queryOf({ in: 'query', schema });
