import type { MsgHdrs } from '@nats-io/transport-node';

/**
 * The headers of a message; `undefined` where it has none, or none that can be read. The client reads them when they are
 * asked for, and throws for a line break in one: whoever may send us messages could end the process with that.
 */
export function headersOf(message: { readonly headers?: MsgHdrs | undefined }): MsgHdrs | undefined {
  try {
    return message.headers;
  } catch {
    return undefined;
  }
}
