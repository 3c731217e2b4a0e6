import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

/**
 * Answers what node could not parse as HTTP: there is no request, so the answer is written to the socket as it
 * is, and the connection closed.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, reason, code, title] = kindOf(error.code);
  const requestId = randomUUID();
  const type = `urn:postern:problem:${code}`;
  const body = JSON.stringify({ type, title, status, request_id: requestId });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function kindOf(code: string | undefined): [status: number, reason: string, code: string, title: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'Request Header Fields Too Large', 'headers-too-large', 'The headers are over 16 KiB.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'Request Timeout', 'request-timeout', 'The request did not arrive within 10 seconds.'];
    default:
      return [400, 'Bad Request', 'invalid-request', 'The request is not well-formed HTTP.'];
  }
}
