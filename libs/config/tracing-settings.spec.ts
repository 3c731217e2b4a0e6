import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type ConfigError, loadConfig } from './load-config.js';
import { samplingSettings, tracingSettings } from './tracing-settings.js';

const schema = z.object({ ...tracingSettings('gateway'), ...samplingSettings });

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(schema, environment);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

describe('the settings of tracing', () => {
  it('leave it off unless there is an endpoint', () => {
    expect(loadConfig(schema, {})).toEqual({
      OTEL_SERVICE_NAME: 'postern-gateway',
      OTEL_TRACES_SAMPLER: 'parentbased_always_on',
      OTEL_TRACES_SAMPLER_ARG: 1,
    });
  });

  it.each([
    ['http://collector:4318', 'http://collector:4318'],
    ['https://otlp.example.org/tenant/', 'https://otlp.example.org/tenant'],
  ])('take the endpoint %s', (given, expected) => {
    expect(loadConfig(schema, { OTEL_EXPORTER_OTLP_ENDPOINT: given })).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: expected,
    });
  });

  it.each([
    ['collector:4318', 'is not a URL that starts with http:// or https://'],
    ['grpc://collector:4317', 'is not a URL that starts with http:// or https://'],
    ['http://collector?x=1', 'has a query or a fragment'],
    ['http://user:pass@collector', 'has a user or a password; they belong into OTEL_EXPORTER_OTLP_HEADERS'],
  ])('refuse the endpoint %s', (given, problem) => {
    expect(problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: given })).toEqual([
      `OTEL_EXPORTER_OTLP_ENDPOINT: ${problem}`,
    ]);
  });

  it.each([
    ['api-key=abc', { 'api-key': 'abc' }],
    [' authorization = Basic%20YTpi==, x-team=a%2Cb ', { authorization: 'Basic YTpi==', 'x-team': 'a,b' }],
    ['empty=', { empty: '' }],
  ])('take the headers %j', (given, expected) => {
    const { OTEL_EXPORTER_OTLP_HEADERS: headers } = loadConfig(schema, { OTEL_EXPORTER_OTLP_HEADERS: given });
    expect(headers).toEqual(expected);
  });

  it.each(['canary', 'a b=canary', 'a=%zz-canary', 'a=%0d%0acanary', 'a=canary,', '=canary'])(
    '44: refuse the headers %j, and do not repeat them',
    (given) => {
      expect(problemsOf({ OTEL_EXPORTER_OTLP_HEADERS: given })).toEqual([
        'OTEL_EXPORTER_OTLP_HEADERS: is not name=value, or several with commas between',
      ]);
    },
  );

  it.each(['-0.1', '1.1', 'half', 'NaN'])('refuse the share %s', (given) => {
    expect(problemsOf({ OTEL_TRACES_SAMPLER_ARG: given })).toEqual([
      expect.stringMatching(/^OTEL_TRACES_SAMPLER_ARG: /),
    ]);
  });
});
