import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const patient = new WeakSet<Socket>();

/**
 * Lets the body of a request arrive over more than the time that all others have, as long as its connection does
 * not stand still.
 *
 * @param pauseMs how long nothing may pass over the connection in either direction before it is cut
 */
export function allowLongBody(request: IncomingMessage, pauseMs: number): void {
  const { socket } = request;
  patient.add(socket);
  request.once('close', () => patient.delete(socket));
  // Node takes this back when the answer is sent.
  socket.setTimeout(pauseMs);
}

export function allowsLongBody(socket: Socket): boolean {
  return patient.has(socket);
}
