import { createBrowserRouter, Navigate } from 'react-router';
import { administratorPage, apiPage, clientPage, HOME, paths } from './paths.js';
import { PageFailed } from './shell/page-failed.js';
import { PageNotFound } from './shell/page-not-found.js';
import { Opening } from './shell/opening.js';
import { Shell } from './shell/shell.js';

/** Every page, each loaded when it is first gone to. */
export const router = createBrowserRouter([
  {
    path: paths.signIn,
    lazy: () => import('./session/sign-in-page.js'),
    HydrateFallback: Opening,
    ErrorBoundary: PageFailed,
  },
  {
    Component: Shell,
    HydrateFallback: Opening,
    ErrorBoundary: PageFailed,
    children: [
      {
        ErrorBoundary: PageFailed,
        children: [
          { path: '/', element: <Navigate to={HOME} replace /> },
          { path: '/console', element: <Navigate to={HOME} replace /> },
          {
            path: paths.applicationClients,
            lazy: () => import('./application-clients/application-clients-page.js'),
          },
          {
            path: paths.newApplicationClient,
            lazy: () => import('./application-clients/creating/new-client-page.js'),
          },
          {
            path: clientPage(':client_id'),
            lazy: () => import('./application-clients/editing/client-page.js'),
          },
          { path: paths.apis, lazy: () => import('./apis/apis-page.js') },
          { path: paths.newApi, lazy: () => import('./apis/new-api-page.js') },
          { path: apiPage(':api_id'), lazy: () => import('./apis/api-page.js') },
          { path: paths.auditEvents, lazy: () => import('./audit-events/audit-events-page.js') },
          {
            path: paths.administrators,
            lazy: () => import('./administrators/administrators-page.js'),
          },
          {
            path: paths.newAdministrator,
            lazy: () => import('./administrators/new-administrator-page.js'),
          },
          {
            path: administratorPage(':administrator_id'),
            lazy: () => import('./administrators/administrator-page.js'),
          },
          { path: paths.signingKeys, lazy: () => import('./signing-keys/signing-keys-page.js') },
          { path: paths.profile, lazy: () => import('./profile/profile-page.js') },
          { path: '*', Component: PageNotFound },
        ],
      },
    ],
  },
]);
