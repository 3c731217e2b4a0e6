import { PinoPretty } from 'pino-pretty';

/** A stream that writes log lines for a person at a terminal. */
export function pretty(destination?: NodeJS.WritableStream) {
  return PinoPretty({
    ignore: 'pid,hostname,service,context',
    messageFormat: '{service} {msg}',
    // Alone among the fields, one of this name would be written as it is, line breaks and all.
    customPrettifiers: { name: (value) => JSON.stringify(value) },
    translateTime: 'SYS:HH:MM:ss',
    ...(destination !== undefined && { destination }),
  });
}
