import type { Metrics } from '@postern/observability';

/** Why a client secret is not accepted. Callers do not learn it. */
export const REASONS = {
  malformed_id: 'what is presented is no client ID',
  unknown_client: 'there is no such client',
  disabled_client: 'the client is disabled',
  wrong_method: 'the client authenticates with a key',
  wrong_address: 'the client must not come from there',
  wrong_secret: 'it is none of the live secrets of the client',
} as const;
export type Reason = keyof typeof REASONS;

/** How clients authenticate. */
export class AuthenticationMetrics {
  private readonly authentications;

  constructor(metrics: Metrics) {
    this.authentications = metrics.counter({
      name: 'postern_client_authentications_total',
      help: 'Authentications of clients, at whatever endpoint, that came to a verdict. Callers do not learn why they are refused.',
      labels: {
        method: '`client_secret` or `private_key_jwt`',
        outcome: `\`proved\`; of a secret ${Object.keys(REASONS)
          .map((reason) => `\`${reason}\``)
          .join(', ')}; of an assertion \`wrong_assertion\``,
      },
    });
  }

  bySecret(outcome: 'proved' | Reason): void {
    this.authentications.inc({ method: 'client_secret', outcome });
  }

  byAssertion(outcome: 'proved' | 'wrong_assertion'): void {
    this.authentications.inc({ method: 'private_key_jwt', outcome });
  }
}
