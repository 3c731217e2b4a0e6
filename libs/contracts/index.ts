export { actor, type Actor } from './actor.js';
export { ADMINISTRATOR_ID } from './administrators/administrator-id.js';
export {
  administrator,
  ADMINISTRATOR_ROLES,
  administratorChange,
  newAdministrator,
  ROLE_SCOPES,
  type Administrator,
  type AdministratorRole,
  type NewAdministrator,
} from './administrators/administrator.js';
export { changePassword, passwordChange } from './administrators/change-password.js';
export { changeProfile, profileChange } from './administrators/change-profile.js';
export { createAdministrator } from './administrators/create-administrator.js';
export { deleteAdministrator } from './administrators/delete-administrator.js';
export { getAdministrator } from './administrators/get-administrator.js';
export { listAdministrators } from './administrators/list-administrators.js';
export { noSuchAdministrator } from './administrators/no-such-administrator.js';
export { newPassword } from './administrators/password.js';
export { email } from './administrators/person.js';
export { resetPassword } from './administrators/reset-password.js';
export { session, type Session } from './administrators/session.js';
export { credentials, signIn } from './administrators/sign-in.js';
export { updateAdministrator } from './administrators/update-administrator.js';
export { addressBlock } from './allowed-addresses.js';
export {
  applicationClient,
  applicationClientChange,
  newApplicationClient,
  type ApiGrant,
  type ApplicationClient,
  type NewApplicationClient,
} from './application-client.js';
export { api, API_ID, newApi, apiChange, type Api } from './apis/api.js';
export { createApi } from './apis/create-api.js';
export { deleteApi } from './apis/delete-api.js';
export { getApi } from './apis/get-api.js';
export { apiListQuery, listApis } from './apis/list-apis.js';
export { noSuchApi } from './apis/no-such-api.js';
export { updateApi } from './apis/update-api.js';
export { AUDIT_ACTIONS, type AuditAction, type AuditedState } from './audit-actions.js';
export { encodeBase62 } from './base62.js';
export { CLIENT_ID, clientId } from './client-id.js';
export { clientSecretHint, formatClientSecret, isWellFormedClientSecret } from './client-secret.js';
export { addSecret, newSecret } from './clients/add-secret.js';
export { authenticationProblems, type AuthenticationSettings } from './clients/authentication-method.js';
export {
  clientCreated,
  clientDeleted,
  clientsHeartbeat,
  clientUpdated,
  type ChangedClient,
  type ClientVersion,
} from './clients/client-events.js';
export { clientKey, MOST_KEYS, type ClientKey, type ClientKeySet } from './clients/client-keys.js';
export { createClient, createdClient } from './clients/create-client.js';
export { deleteClient } from './clients/delete-client.js';
export { deleteSecret } from './clients/delete-secret.js';
export { clientRecord, findClientRecord, type ClientRecord } from './clients/find-client-record.js';
export { getClient } from './clients/get-client.js';
export {
  auditEvent,
  auditEventFilter,
  auditListQuery,
  listAuditEvents,
  type AuditEvent,
  type AuditEventFilter,
} from './clients/list-audit-events.js';
export {
  CLIENT_SORT_ORDERS,
  clientListQuery,
  listClients,
  type ListedClient,
} from './clients/list-clients.js';
export { listSecrets } from './clients/list-secrets.js';
export { noSuchClient } from './clients/no-such-client.js';
export { noSuchSecret } from './clients/no-such-secret.js';
export { recordTokenChanges, tokenChange, type TokenChange } from './clients/record-token-changes.js';
export { revokeClientTokens } from './clients/revoke-client-tokens.js';
export { MOST_SECRETS, type SecretFacts } from './clients/secret-facts.js';
export { updateClient } from './clients/update-client.js';
export { defineEvent, type EventContract, type EventOf } from './define-event.js';
export {
  defineRequest,
  type ReplyOf,
  type RequestContract,
  type RequestInput,
  type RequestOf,
} from './define-request.js';
export { Failure, type FieldProblem } from './failure.js';
export { wireFailure, type WireFailure } from './wire-failure.js';
export { FAILURES, UNIVERSAL_FAILURES, type FailureCode } from './failure-catalogue.js';
export { fieldProblems } from './field-problems.js';
export {
  isManagementScope,
  MANAGEMENT_AUDIENCE,
  MANAGEMENT_SCOPES,
  type ManagementScope,
} from './management-api.js';
export { pageOf, pageQuery, type PageQuery } from './paging.js';
export { problem, problemType, type Problem } from './problem.js';
export { SERVICES, type ServiceName } from './services.js';
export { type ClientAttempt } from './tokens/client-attempt.js';
export {
  type ClientAuthentication,
  type PresentedAssertion,
  type PresentedSecret,
} from './tokens/client-authentication.js';
export { getKeySet, type PublicJwk } from './tokens/get-key-set.js';
export { holdRevokedToken, type RevokedToken } from './tokens/hold-revoked-token.js';
export {
  inspectBearer,
  introspectToken,
  introspectTokenAsJwt,
  type AccessTokenClaims,
} from './tokens/introspect-token.js';
export { issueToken } from './tokens/issue-token.js';
export { listSigningKeys } from './tokens/list-signing-keys.js';
export { type Limit, type RateLimit } from './tokens/rate-limit.js';
export { revokeToken } from './tokens/revoke-token.js';
export { rotateSigningKey } from './tokens/rotate-signing-key.js';
export { secretsUsed, type SecretUse } from './tokens/secrets-used.js';
export { endSession, openSession, renewSession, type SessionToken } from './tokens/session-token.js';
export { type SigningKeyFacts } from './tokens/signing-key.js';
export { supersedeClientRecord } from './tokens/supersede-client-record.js';
