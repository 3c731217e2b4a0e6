import { pino, type Logger } from 'pino';
import { pretty } from './pretty.js';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** Name of the service, on every line. */
  readonly service: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly format: 'json' | 'pretty';
}

/** Names under which a secret could reach a log line; a second wall behind the rule that none is logged. */
const SECRET_NAMES = [
  'client_secret',
  'secret',
  'password',
  'token',
  'access_token',
  'authorization',
  'hash',
];

/** The process's logger: one JSON object a line, or readable lines. */
export function createLogger({ service, level, format }: LoggerOptions): Logger {
  const options = {
    base: { service },
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  return format === 'pretty' ? pino(options, pretty()) : pino(options);
}
