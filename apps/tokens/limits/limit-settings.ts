import { perMinute } from '@postern/config';

export const limitSettings = {
  FAILED_AUTHENTICATIONS_PER_MINUTE_PER_CLIENT_AND_ADDRESS: perMinute(
    100,
    'Failed client authentications that one address may make as one client within a minute.',
  ),
  FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS: perMinute(
    3_000,
    'Failed client authentications that one address may make within a minute, whatever clients it names.',
  ),
  TOKEN_REQUESTS_PER_MINUTE_PER_CLIENT: perMinute(
    0,
    'Requests of one client that the token endpoint takes within a minute.',
  ),
  TOKEN_REQUESTS_PER_MINUTE_PER_ADDRESS: perMinute(
    0,
    'Requests of one address that the token endpoint takes within a minute.',
  ),
};
