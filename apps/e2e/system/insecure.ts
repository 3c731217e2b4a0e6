import * as oauth from 'oauth4webapi';

/** Lets the library speak http, since the gateway of a test listens on loopback without TLS. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to make it stand out, as it does here
export const insecure = { [oauth.allowInsecureRequests]: true };
