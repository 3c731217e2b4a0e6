/** Where the pages are. */
export const paths = {
  applicationClients: '/console/application-clients',
  profile: '/console/profile',
  signIn: '/console/sign-in',
} as const;

/** Where one lands. */
export const HOME = paths.applicationClients;
