/** Where the pages are. */
export const paths = {
  applicationClients: '/console/application-clients',
  newApplicationClient: '/console/application-clients/new',
  apis: '/console/apis',
  newApi: '/console/apis/new',
  auditEvents: '/console/audit-events',
  administrators: '/console/administrators',
  newAdministrator: '/console/administrators/new',
  signingKeys: '/console/signing-keys',
  profile: '/console/profile',
  signIn: '/console/sign-in',
} as const;

/** Where one lands. */
export const HOME = paths.applicationClients;

export function apiPage(apiId: string): string {
  return `${paths.apis}/${apiId}`;
}

export function clientPage(clientId: string): string {
  return `${paths.applicationClients}/${clientId}`;
}

export function administratorPage(administratorId: string): string {
  return `${paths.administrators}/${administratorId}`;
}

/** What was done to a thing, by somebody, or in a request. */
export function auditEventsPage(
  filter: Record<'subject_id', string> | Record<'actor_id', string> | Record<'request_id', string>,
): string {
  return `${paths.auditEvents}?${new URLSearchParams(filter).toString()}`;
}
