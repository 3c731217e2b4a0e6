import type { ManagementScope } from '@postern/contracts';
import { mdiAccountMultipleOutline, mdiApi, mdiHistory, mdiKeyOutline, mdiSignatureFreehand } from '@mdi/js';
import { paths } from '../paths.js';

interface Section {
  readonly label: string;
  readonly pages: readonly {
    readonly label: string;
    readonly path: string;
    readonly icon: string;
    /** Without it there is nothing to see. */
    readonly scope: ManagementScope;
  }[];
}

/** What the navigation leads to. */
export const SECTIONS: readonly Section[] = [
  {
    label: 'API',
    pages: [
      {
        label: 'Application Clients',
        path: paths.applicationClients,
        icon: mdiKeyOutline,
        scope: 'clients:read',
      },
      { label: 'APIs', path: paths.apis, icon: mdiApi, scope: 'apis:read' },
    ],
  },
  {
    label: 'System',
    pages: [
      {
        label: 'Administrators',
        path: paths.administrators,
        icon: mdiAccountMultipleOutline,
        scope: 'administrators:read',
      },
      {
        label: 'Signing Keys',
        path: paths.signingKeys,
        icon: mdiSignatureFreehand,
        scope: 'signing-keys:read',
      },
      { label: 'Audit Events', path: paths.auditEvents, icon: mdiHistory, scope: 'audit:read' },
    ],
  },
];
