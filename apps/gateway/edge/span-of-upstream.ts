import { inSpan, noteInSpan } from '@postern/observability';
import type { Dispatcher } from 'undici';
import type { ProtectedRoute } from './protected-route.js';

/** Asks an upstream, as a span of the trace under way, up to the beginning of its answer. */
export function spanOfUpstream(
  { upstream, path }: ProtectedRoute,
  method: string,
  ask: () => Promise<Dispatcher.ResponseData>,
): Promise<Dispatcher.ResponseData> {
  return inSpan(
    () => ({
      name: `${method} ${path}`,
      kind: 'client',
      attributes: {
        'http.request.method': method,
        'server.address': upstream.hostname,
        'url.scheme': upstream.protocol.slice(0, -1),
      },
    }),
    async () => {
      const answer = await ask();
      noteInSpan({ 'http.response.status_code': answer.statusCode });
      return answer;
    },
  );
}
