import { MANAGEMENT_AUDIENCE, type Api, type ApplicationClient } from '@postern/contracts';
import type { ServerMetadata } from '../../api/server-metadata.js';
import { accessOf, DEFAULT_API } from '../access/access.js';

/** How a client gets its token, as an integrator is told. */
export interface TokenRequest {
  readonly clientName: string;
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly issuer: string;
  /** For which API; absent where the client need not say (RFC 8707). */
  readonly resource: string | undefined;
}

/** What the answer to it says. */
export interface TokenAnswer {
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

type Client = Pick<ApplicationClient, 'client_id' | 'name' | 'scopes' | 'grants' | 'token_lifetime_seconds'>;

/** Of an API that says nothing else. */
const LIFETIME_SECONDS = 3_600;

/** The APIs that a client can ask a token for, each as `tokenRequest` takes it. */
export function targetsOf(client: Client): string[] {
  const targets = accessOf(client).map(({ audience }) => audience);
  return targets.length > 0 ? targets : [DEFAULT_API];
}

/** A request for a token for one of its APIs. With one alone, or for the default one, it need not name it. */
export function tokenRequest(client: Client, target: string, server: ServerMetadata): TokenRequest {
  return {
    clientName: client.name,
    clientId: client.client_id,
    tokenUrl: server.token_endpoint,
    issuer: server.issuer,
    resource: target === DEFAULT_API || targetsOf(client).length === 1 ? undefined : target,
  };
}

/** What it is answered with. */
export function tokenAnswer(client: Client, target: string, apis: readonly Api[]): TokenAnswer {
  const scopes = accessOf(client).find(({ audience }) => audience === target)?.scopes ?? [];
  const ofApi =
    target === DEFAULT_API || target === MANAGEMENT_AUDIENCE
      ? undefined
      : apis.find(({ audience }) => audience === target)?.token_lifetime_seconds;
  const lifetime = ofApi ?? LIFETIME_SECONDS;
  return { expiresInSeconds: Math.min(lifetime, client.token_lifetime_seconds ?? lifetime), scopes };
}
