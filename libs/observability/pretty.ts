import { PinoPretty } from 'pino-pretty';

/** A stream that writes log lines for a person at a terminal. */
export function pretty() {
  return PinoPretty({
    ignore: 'pid,hostname,service,context',
    messageFormat: '{service} {msg}',
    translateTime: 'SYS:HH:MM:ss',
    sync: true,
  });
}
