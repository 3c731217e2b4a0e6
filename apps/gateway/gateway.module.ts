import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Issuer } from '@postern/config';
import { MessagingModule, type NatsLink } from '@postern/messaging';
import { LoggerModule, Readiness, type Logger } from '@postern/observability';
import type { GatewaySettings } from './config.js';
import { ConsoleController } from './console/console.controller.js';
import { ConsoleFiles } from './console/console-files.js';
import { DocsController } from './docs/docs.controller.js';
import { describeGateway, OpenApiDocument } from './docs/openapi-document.js';
import { ViewerFiles } from './docs/viewer-files.js';
import { AUTHORIZE_ROUTES } from './edge/authorize.js';
import { HealthController } from './health/health.controller.js';
import { EdgeFailureFilter } from './http/failures/edge-failure.filter.js';
import { AdministratorsController } from './management/administrators.controller.js';
import { ApisController } from './management/apis.controller.js';
import { ApplicationClientsController } from './management/application-clients.controller.js';
import { ClientSecretsController } from './management/client-secrets.controller.js';
import { AuditEventsController } from './management/audit-events.controller.js';
import { AuditExport } from './management/audit-export.js';
import { BearerGuard } from './management/bearer.guard.js';
import { SigningKeysController } from './management/signing-keys.controller.js';
import { WhoamiController } from './management/whoami.controller.js';
import { GatewayMetrics } from './metrics/gateway-metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { IntrospectionController } from './oauth/introspection.controller.js';
import { JwksController } from './oauth/jwks.controller.js';
import { AdvertisedAlgorithm, MetadataController } from './oauth/metadata.controller.js';
import { RevocationController } from './oauth/revocation.controller.js';
import { TokenController } from './oauth/token.controller.js';
import { ProfileController } from './session/profile.controller.js';
import { SessionController } from './session/session.controller.js';
import { SessionCookie } from './session/session-cookie.js';
import { Sessions } from './session/sessions.js';

const CONTROLLERS: readonly Type[] = [
  AdministratorsController,
  ApisController,
  ApplicationClientsController,
  AuditEventsController,
  ClientSecretsController,
  ConsoleController,
  DocsController,
  HealthController,
  IntrospectionController,
  JwksController,
  MetadataController,
  MetricsController,
  ProfileController,
  RevocationController,
  SessionController,
  SigningKeysController,
  TokenController,
  WhoamiController,
];

/** OpenAPI 3.1 of all that a gateway with this issuer serves. */
export const apiDocument = (issuer: string) => describeGateway(issuer, CONTROLLERS, AUTHORIZE_ROUTES);

/** What the parts of the gateway need to know. */
type Settings = Pick<GatewaySettings, 'ISSUER' | 'SIGNING_ALGORITHM'>;

/** What the gateway is made from beside its settings. */
interface Parts {
  readonly link: NatsLink;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly readiness: Readiness;
  readonly consoleFiles: ConsoleFiles;
}

/** The gateway: the only HTTP surface. */
@Module({})
export class GatewayModule {
  static with(settings: Settings, { link, logger, metrics, readiness, consoleFiles }: Parts): DynamicModule {
    const { ISSUER: issuer } = settings;
    return {
      module: GatewayModule,
      imports: [LoggerModule.of(logger), MessagingModule.forEdge(link)],
      controllers: [...CONTROLLERS],
      providers: [
        { provide: APP_FILTER, useValue: new EdgeFailureFilter(issuer, logger) },
        { provide: ConsoleFiles, useValue: consoleFiles },
        { provide: GatewayMetrics, useValue: metrics },
        { provide: Issuer, useValue: new Issuer(issuer) },
        { provide: AdvertisedAlgorithm, useValue: new AdvertisedAlgorithm(settings.SIGNING_ALGORITHM) },
        { provide: Readiness, useValue: readiness },
        { provide: OpenApiDocument, useValue: new OpenApiDocument(apiDocument(issuer)) },
        { provide: ViewerFiles, useFactory: () => ViewerFiles.load() },
        AuditExport,
        BearerGuard,
        SessionCookie,
        Sessions,
      ],
    };
  }
}
