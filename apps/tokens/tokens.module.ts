import { type DynamicModule, Module } from '@nestjs/common';
import { databaseServer, Issuer, JwksUriRule } from '@postern/config';
import { MessagingModule, type NatsLink } from '@postern/messaging';
import { Argon2Metrics, LoggerModule, type Logger } from '@postern/observability';
import { deriveKey, PersistenceModule, Seal } from '@postern/persistence';
import { ChangeReports } from './audit/change-reports.js';
import { ReportMetrics } from './audit/report-metrics.js';
import { ReportWatch } from './audit/report-watch.js';
import { AuthenticateByAssertion } from './client-assertions/authenticate-by-assertion.js';
import { UsedAssertionExpiry } from './client-assertions/used-assertion-expiry.js';
import { UsedAssertions } from './client-assertions/used-assertions.js';
import { AuthenticateBySecret } from './client-authentication/authenticate-by-secret.js';
import { AuthenticateClient } from './client-authentication/authenticate-client.js';
import { AuthenticationMetrics } from './client-authentication/authentication-metrics.js';
import { Pepper } from './client-authentication/secret-digest.js';
import { SecretVerifier } from './client-authentication/secret-verifier.js';
import { UseReports } from './client-authentication/use-reports.js';
import { ClientKeys } from './client-keys/client-keys.js';
import { FetchKeySet } from './client-keys/fetch-key-set.js';
import { KeySetHosts } from './client-keys/key-set-hosts.js';
import { RemoteKeySets } from './client-keys/remote-key-sets.js';
import { resolveHost } from './client-keys/resolve-host.js';
import { ClientChangesController } from './client-records/client-changes.controller.js';
import { ClientRecords } from './client-records/client-records.js';
import { FreshnessController } from './client-records/freshness.controller.js';
import { RecordCache } from './client-records/record-cache.js';
import { RecordMetrics } from './client-records/record-metrics.js';
import { RedisLink, RedisUrl } from './client-records/redis-link.js';
import { RedisMetrics } from './client-records/redis-metrics.js';
import type { TokensSettings } from './config.js';
import { Apis } from './grants/apis.js';
import { IssueToken } from './grants/issue-token.js';
import { TokensController } from './grants/tokens.controller.js';
import { DescribeToken } from './introspection/describe-token.js';
import { InspectToken } from './introspection/inspect-token.js';
import { IntrospectAsJwt } from './introspection/introspect-as-jwt.js';
import { IntrospectToken } from './introspection/introspect-token.js';
import { IntrospectionController } from './introspection/introspection.controller.js';
import { VerifyToken } from './introspection/verify-token.js';
import { AdmitClient } from './limits/admit-client.js';
import { AdmitTokenRequest } from './limits/admit-token-request.js';
import { FailedAuthentications } from './limits/failed-authentications.js';
import { LimitsPolicy } from './limits/limits-policy.js';
import { RefusalPace } from './limits/refusal-pace.js';
import { TokenRequests } from './limits/token-requests.js';
import { WindowCounts } from './limits/window-counts.js';
import type { TokensMetrics } from './metrics/tokens-metrics.js';
import { RevokedTokenExpiry } from './revocation/expiry.js';
import { LoadRevokedSet } from './revocation/load-revoked-set.js';
import { RevocationController } from './revocation/revocation.controller.js';
import { RevokeToken } from './revocation/revoke-token.js';
import { RevokedSet } from './revocation/revoked-set.js';
import { RevokedSetKeeper } from './revocation/revoked-set-keeper.js';
import { RevokedTokenRepository } from './revocation/revoked-token.repository.js';
import { RevokedTokens } from './revocation/revoked-tokens.js';
import { tokensSchema } from './schema.js';
import { EndSession } from './sessions/end-session.js';
import { OpenSession } from './sessions/open-session.js';
import { RenewSession } from './sessions/renew-session.js';
import { SessionPolicy } from './sessions/session-policy.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignSessionToken } from './sessions/sign-session-token.js';
import { ListSigningKeys } from './signing/list-signing-keys.js';
import { RotateSigningKey } from './signing/rotate-signing-key.js';
import { SignAccessToken } from './signing/sign-access-token.js';
import { SigningKeyStore } from './signing/signing-key-store.js';
import { SignJwt } from './signing/sign-jwt.js';
import { SigningKeys } from './signing/signing-keys.js';
import { SigningKeysController } from './signing/signing-keys.controller.js';
import { SigningMetrics } from './signing/signing-metrics.js';
import { SigningPolicy } from './signing/signing-policy.js';

/** The token service: what is issued. */
@Module({})
export class TokensModule {
  static with(
    settings: TokensSettings,
    link: NatsLink,
    logger: Logger,
    metrics: TokensMetrics,
  ): DynamicModule {
    const { KEY_ENCRYPTION_KEY: key, KEY_ENCRYPTION_KEY_PREVIOUS: previousKey } = settings;
    const schema = { ...tokensSchema(databaseServer(settings)), poolSize: settings.DATABASE_POOL_SIZE };
    const keySetHosts = new KeySetHosts(new JwksUriRule(settings.JWKS_URI_ALLOW_PRIVATE), resolveHost);
    return {
      module: TokensModule,
      imports: [
        LoggerModule.of(logger),
        MessagingModule.forService(link),
        PersistenceModule.forSchema(schema, metrics.database),
      ],
      controllers: [
        ClientChangesController,
        FreshnessController,
        IntrospectionController,
        RevocationController,
        SessionsController,
        SigningKeysController,
        TokensController,
      ],
      providers: [
        { provide: Argon2Metrics, useValue: metrics.argon2 },
        { provide: AuthenticationMetrics, useValue: metrics.authentications },
        { provide: FetchKeySet, useValue: new FetchKeySet(keySetHosts) },
        { provide: Issuer, useValue: new Issuer(settings.ISSUER) },
        { provide: LimitsPolicy, useValue: new LimitsPolicy(settings) },
        { provide: Pepper, useValue: new Pepper(deriveKey(key, 'client-secret-digests')) },
        { provide: RecordMetrics, useValue: metrics.records },
        { provide: RedisMetrics, useValue: metrics.redis },
        { provide: RedisUrl, useValue: new RedisUrl(settings.REDIS_URL, settings.REDIS_CA_FILE) },
        { provide: ReportMetrics, useValue: metrics.reports },
        { provide: Seal, useValue: new Seal(key, 'signing-keys', previousKey) },
        { provide: SessionPolicy, useValue: new SessionPolicy(settings) },
        { provide: SigningMetrics, useValue: metrics.signing },
        { provide: SigningPolicy, useValue: new SigningPolicy(settings) },
        AdmitClient,
        AdmitTokenRequest,
        Apis,
        AuthenticateByAssertion,
        AuthenticateBySecret,
        AuthenticateClient,
        ChangeReports,
        ClientKeys,
        ClientRecords,
        DescribeToken,
        EndSession,
        FailedAuthentications,
        InspectToken,
        IntrospectAsJwt,
        IntrospectToken,
        IssueToken,
        ListSigningKeys,
        LoadRevokedSet,
        OpenSession,
        RecordCache,
        RedisLink,
        RefusalPace,
        RemoteKeySets,
        RenewSession,
        RevokeToken,
        ReportWatch,
        RevokedSet,
        RevokedSetKeeper,
        RevokedTokenExpiry,
        RevokedTokenRepository,
        RevokedTokens,
        RotateSigningKey,
        SecretVerifier,
        SignAccessToken,
        SignJwt,
        SignSessionToken,
        SigningKeys,
        SigningKeyStore,
        TokenRequests,
        UseReports,
        UsedAssertionExpiry,
        UsedAssertions,
        VerifyToken,
        WindowCounts,
      ],
    };
  }
}
