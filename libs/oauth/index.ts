export { parseBasicCredentials, type BasicCredentials } from './basic-credentials.js';
export { ASSERTION_ALGORITHMS, JWT_BEARER_ASSERTION, type AssertionAlgorithm } from './client-assertion.js';
export {
  CLIENT_AUTHENTICATION_METHODS,
  type ClientAuthenticationMethod,
} from './client-authentication-method.js';
export { type BearerErrorCode, type OAuthErrorCode } from './error-code.js';
export { toErrorDescription } from './error-description.js';
export { decodeFormComponent } from './form-component.js';
export { GRANT_TYPES, type GrantType } from './grant-type.js';
export { formatScope, isScopeToken, parseScope } from './scope.js';
export { SIGNING_ALGORITHMS, type SigningAlgorithm } from './signing-algorithm.js';
