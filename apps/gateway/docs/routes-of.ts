import { RequestMethod, type Type } from '@nestjs/common';
import {
  GUARDS_METADATA,
  HEADERS_METADATA,
  HTTP_CODE_METADATA,
  INTERCEPTORS_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import type { ManagementScope } from '@postern/contracts';
import { isParameterFacts } from '../http/parameter-facts.js';
import { BearerGuard, REQUIRED_SCOPE } from '../management/bearer.guard.js';
import { EntityTagInterceptor } from '../management/entity-tag.interceptor.js';
import { SessionGuard } from '../session/session.guard.js';
import { OPERATION, TAG, type OperationFacts, type TagName } from './operation.decorator.js';
import type { Admission, Route } from './route.js';

/**
 * The routes of a controller, from the very metadata by which Nest serves them.
 *
 * @throws Error for one that nobody has described
 */
export function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    if (name === 'constructor') return [];
    const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown;
    if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    return [routeOf(controller, name, handler)];
  });
}

function routeOf(controller: Type, name: string, handler: object): Route {
  const facts = Reflect.getMetadata(OPERATION, handler) as OperationFacts | undefined;
  const tag = Reflect.getMetadata(TAG, controller) as TagName | undefined;
  if (facts === undefined || tag === undefined)
    throw new Error(`${controller.name}.${name} lacks @Operation, or its controller @Tag.`);
  const parts = [controller, handler].map((target) => Reflect.getMetadata(PATH_METADATA, target) as string);
  const path = `/${parts.join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod].toLowerCase();
  const headers = listOf<{ name: string; value: string }>(HEADERS_METADATA, handler);
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as object;
  return {
    path: path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}'),
    method,
    tag,
    facts,
    admissions: admissionsOf(
      path,
      [controller, handler].flatMap((target) => listOf(GUARDS_METADATA, target)),
    ),
    scope: Reflect.getMetadata(REQUIRED_SCOPE, handler) as ManagementScope | undefined,
    status:
      (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ??
      (method === 'post' ? 201 : 200),
    headers: Object.fromEntries(headers.map((header) => [header.name, header.value])),
    parameters: Object.values(parameters)
      .map(({ data }: { data: unknown }) => data)
      .filter(isParameterFacts),
    tagged: listOf(INTERCEPTORS_METADATA, controller).includes(EntityTagInterceptor),
  };
}

function admissionsOf(path: string, guards: readonly unknown[]): Admission[] {
  if (guards.includes(BearerGuard)) return ['bearer', 'session'];
  if (guards.includes(SessionGuard)) return ['session'];
  return path.startsWith('/oauth2/') ? ['client'] : [];
}

function listOf<Item = unknown>(key: string, target: object): Item[] {
  return (Reflect.getMetadata(key, target) as Item[] | undefined) ?? [];
}
