import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { logFailure, type Logger } from '@postern/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTraceOf } from '../../tracing/trace-requests.js';
import { sendFailure } from './send-failure.js';

/** The one place at which whatever was thrown becomes an HTTP answer. */
@Catch()
export class EdgeFailureFilter implements ExceptionFilter {
  constructor(
    private readonly issuer: string,
    private readonly logger: Logger,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const failure = toFailure(error);
    const where = { request_id: request.id, method: request.method, route: request.routeOptions.url };
    inTraceOf(request, () => logFailure(this.logger, failure, where));
    sendFailure(this.issuer, request, reply, failure);
  }
}

/** Nest and Fastify refuse some requests before our code sees them. */
function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error);
  if (error instanceof Error && 'statusCode' in error) return fromStatus(Number(error.statusCode), error);
  return Failure.from(error);
}

function fromStatus(status: number, cause: Error): Failure {
  if (status === 404) return new Failure('not_found');
  if (status === 413) return new Failure('content_too_large');
  if (status === 415) return new Failure('unsupported_media_type');
  if (status >= 400 && status < 500) return new Failure('invalid_request', { cause });
  return new Failure('internal', { cause });
}
