import { pino, type Logger } from 'pino';
import { errorFacts } from './error-facts.js';
import { pretty } from './pretty.js';
import { traceFields } from './tracing/tracing.js';

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
  'clientSecret',
  'client_assertion',
  'clientAssertion',
  'secret',
  'password',
  'token',
  'access_token',
  'accessToken',
  'private_key',
  'privateKey',
  'authorization',
  'cookie',
  'hash',
];

/**
 * The process's logger: one JSON object a line, or readable lines.
 *
 * @param destination standard output unless given
 */
export function createLogger(
  { service, level, format }: LoggerOptions,
  destination?: NodeJS.WritableStream,
): Logger {
  const options = {
    base: { service },
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: traceFields,
    serializers: { err: errorFacts },
    redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  if (format === 'pretty') return pino(options, pretty(destination));
  return destination === undefined ? pino(options) : pino(options, destination);
}
