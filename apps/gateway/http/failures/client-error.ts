import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Failure, type FailureCode, FAILURES } from '@postern/contracts';
import type { FastifyInstance } from 'fastify';
import { allowsLongBody } from '../long-bodies.js';
import { standardHeaders } from '../standard-headers.js';
import { toProblem } from './problem.js';

const REASONS: Partial<Record<FailureCode, string>> = {
  invalid_request: 'Bad Request',
  request_timeout: 'Request Timeout',
  headers_too_large: 'Request Header Fields Too Large',
};

/** The request that is being answered on a connection. */
const answering = new WeakMap<Socket, IncomingMessage>();

/** Notes which connections are being answered; must be there before any request is. */
export function noteBusyConnections(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _, done) => {
    answering.set(raw.socket, raw);
    done();
  });
  fastify.addHook('onResponse', ({ raw }, _, done) => {
    answering.delete(raw.socket);
    done();
  });
}

/**
 * Answers what node could not parse as HTTP: there is no request, so the answer is written to the socket as it
 * is, and the connection closed. Where a whole request before it is still being answered, that answer is the last
 * one: another would be taken for it.
 */
export function answerClientError(issuer: string, error: Error & { code?: string }, socket: Socket): void {
  if (answering.get(socket)?.complete) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && allowsLongBody(socket)) return;
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const failure = toFailure(error.code);
  const { status } = FAILURES[failure.code];
  const requestId = randomUUID();
  const body = JSON.stringify(toProblem(failure, requestId));
  const head = [
    `HTTP/1.1 ${status} ${REASONS[failure.code] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...Object.entries(standardHeaders(issuer, requestId)).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toFailure(code: string | undefined): Failure {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Failure('headers_too_large');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Failure('request_timeout');
    default:
      return new Failure('invalid_request', { message: 'The request is not well-formed HTTP.' });
  }
}
