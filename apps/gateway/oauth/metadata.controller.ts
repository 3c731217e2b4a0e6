import { Controller, Get, Header } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { MANAGEMENT_SCOPES } from '@postern/contracts';
import {
  ASSERTION_ALGORITHMS,
  CLIENT_AUTHENTICATION_METHODS,
  GRANT_TYPES,
  type SigningAlgorithm,
} from '@postern/oauth';
import { Operation, Tag } from '../docs/operation.decorator.js';
import {
  protectedResourceMetadata,
  serverMetadata,
  type ProtectedResourceMetadata,
  type ServerMetadata,
} from './metadata.js';

/** The algorithm that signs. */
export class AdvertisedAlgorithm {
  constructor(readonly value: SigningAlgorithm) {}
}

/** What there is, for clients (RFC 8414) and for callers of the management API (RFC 9728). */
@Tag('Discovery')
@Controller('.well-known')
export class MetadataController {
  constructor(
    private readonly issuer: Issuer,
    private readonly algorithm: AdvertisedAlgorithm,
  ) {}

  @Get('oauth-authorization-server')
  @Header('Cache-Control', 'public, max-age=3600')
  @Operation({
    id: 'getServerMetadata',
    summary: 'Metadata of the authorization server (RFC 8414)',
    answer: serverMetadata,
  })
  authorizationServer(): ServerMetadata {
    const issuer = this.issuer.value;
    return {
      issuer,
      token_endpoint: `${issuer}/oauth2/token`,
      introspection_endpoint: `${issuer}/oauth2/introspect`,
      revocation_endpoint: `${issuer}/oauth2/revoke`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      grant_types_supported: [...GRANT_TYPES],
      // Required by RFC 8414 §2; there is no authorization endpoint, so there are none.
      response_types_supported: [],
      token_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION_METHODS],
      token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      introspection_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION_METHODS],
      introspection_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      introspection_signing_alg_values_supported: [this.algorithm.value],
      revocation_endpoint_auth_methods_supported: [...CLIENT_AUTHENTICATION_METHODS],
      revocation_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
      protected_resources: [`${issuer}/v1`],
    };
  }

  @Get('oauth-protected-resource/v1')
  @Header('Cache-Control', 'public, max-age=3600')
  @Operation({
    id: 'getManagementApiMetadata',
    summary: 'Metadata of the management API (RFC 9728)',
    answer: protectedResourceMetadata,
  })
  managementApi(): ProtectedResourceMetadata {
    return {
      resource: `${this.issuer.value}/v1`,
      resource_name: 'Postern management API',
      authorization_servers: [this.issuer.value],
      scopes_supported: Object.keys(MANAGEMENT_SCOPES),
      bearer_methods_supported: ['header'],
    };
  }
}
