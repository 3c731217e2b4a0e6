import { ConnectionMetrics } from '@postern/messaging';
import { QUICK_SECONDS, ServiceMetrics } from '@postern/observability';

const FAILURE =
  'the code of the failure, as `invalid_request` or `unavailable`; `broken_off` where the caller has gone before the answer';
const METHOD = 'HTTP method; `other` for an unusual one';
const ROUTE = 'template of the route, as `/v1/application-clients/:client_id`';

/** What the gateway measures. */
export class GatewayMetrics extends ServiceMetrics {
  readonly requests = this.histogram(
    {
      name: 'postern_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer.',
      labels: {
        method: METHOD,
        route: `${ROUTE}; \`none\` where there is none`,
        status: 'HTTP status; `broken_off` where the caller has gone before the answer',
      },
    },
    QUICK_SECONDS,
  );

  readonly tokenRequests = this.counter({
    name: 'postern_token_requests_total',
    help: 'Requests to the token endpoint.',
    labels: { outcome: `\`issued\`, or ${FAILURE}` },
  });

  readonly introspections = this.counter({
    name: 'postern_introspections_total',
    help: 'Requests to the introspection endpoint.',
    labels: { outcome: `\`active\`, \`inactive\`, or ${FAILURE}` },
  });

  readonly signIns = this.counter({
    name: 'postern_sign_ins_total',
    help: 'Sign-ins of administrators to the console.',
    labels: { outcome: `\`signed_in\`, or ${FAILURE}` },
  });

  readonly limitedRequests = this.counter({
    name: 'postern_limited_requests_total',
    help: 'Requests refused with 429.',
    labels: {
      route: ROUTE,
      limit:
        '`failures_of_client_at_address`, `failures_of_email_at_address`, `failures_of_address`, `requests_of_client` or `requests_of_address`',
    },
  });

  readonly managementCalls = this.counter({
    name: 'postern_management_calls_total',
    help: 'Calls of the management API.',
    labels: { method: METHOD, route: ROUTE, outcome: `\`succeeded\`, or ${FAILURE}` },
  });

  readonly connection = new ConnectionMetrics(this);
}
