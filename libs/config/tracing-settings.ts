import { z } from 'zod';
import { pemFile } from './pem-file.js';
import { secretSetting, setting } from './setting.js';

/** A base URL: what is traced goes to `/v1/traces` below it. */
const endpoint = z
  .url({ protocol: /^https?$/, error: 'is not a URL that starts with http:// or https://' })
  .refine((value) => !/[?#]/.test(value), 'has a query or a fragment')
  .refine(
    (value) => !/\/\/[^/]*@/.test(value),
    'has a user or a password; they belong into OTEL_EXPORTER_OTLP_HEADERS',
  )
  .transform((value) => value.replace(/\/+$/, ''));

/** As `name=value,name=value`, each value percent-encoded. */
const headers = z.string().transform((text, context) => {
  const pairs = text.split(',').map(readPair);
  if (pairs.every((pair) => pair !== undefined)) return Object.fromEntries(pairs);
  context.addIssue({ code: 'custom', message: 'is not name=value, or several with commas between' });
  return z.NEVER;
});

/**
 * Where a process sends what it traces, under the names that OpenTelemetry has for it. Without an endpoint it traces
 * nothing.
 *
 * @param service whose name stands in the traces unless another is set
 */
export function tracingSettings(service: string) {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: setting(endpoint.optional(), {
      description:
        'URL of an OpenTelemetry collector that takes OTLP over HTTP, as `http://collector:4318`. Nothing is traced unless it is set (docs/operations.md).',
    }),
    OTEL_EXPORTER_OTLP_HEADERS: secretSetting(
      headers.optional(),
      'Headers for the collector, as `name=value,name=value` with percent-encoded values.',
    ),
    OTEL_EXPORTER_OTLP_CERTIFICATE: pemFile(
      'CERTIFICATE',
      'PEM file of the CA that signs for the collector.',
    ),
    OTEL_SERVICE_NAME: setting(z.string().max(100).default(`postern-${service}`), {
      description: 'Name of this service in traces.',
    }),
  };
}

/** Which traces are kept. The gateway decides, and the services behind it follow. */
export const samplingSettings = {
  OTEL_TRACES_SAMPLER: setting(
    z
      .enum([
        'always_on',
        'always_off',
        'traceidratio',
        'parentbased_always_on',
        'parentbased_always_off',
        'parentbased_traceidratio',
      ])
      .default('parentbased_always_on'),
    {
      description:
        'Which requests are traced: `parentbased_always_on`, `parentbased_always_off` or `parentbased_traceidratio`; or, the same also where a trusted `traceparent` has decided, `always_on`, `always_off` or `traceidratio`.',
    },
  ),
  OTEL_TRACES_SAMPLER_ARG: setting(z.coerce.number().min(0).max(1).default(1), {
    description: 'With `traceidratio`, the share of requests that is traced: 0.01 for one in a hundred.',
  }),
};

export type TracingSettings = z.output<z.ZodObject<ReturnType<typeof tracingSettings>>>;
export type SamplingSettings = z.output<z.ZodObject<typeof samplingSettings>>;

function readPair(text: string): [name: string, value: string] | undefined {
  const [, name, encoded] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*([!-~]*)\s*$/.exec(text) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  try {
    const value = decodeURIComponent(encoded);
    return /^[ -~]*$/.test(value) ? [name, value] : undefined;
  } catch {
    return undefined;
  }
}
