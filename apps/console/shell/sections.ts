import type { ManagementScope } from '@postern/contracts';
import { IconApi, IconHistory, IconKey, IconSignature, IconUsers, type Icon } from '@tabler/icons-react';
import { paths } from '../paths.js';

interface Section {
  readonly label: string;
  readonly pages: readonly {
    readonly label: string;
    readonly path: string;
    readonly icon: Icon;
    /** Without it there is nothing to see. */
    readonly scope: ManagementScope;
  }[];
}

/** What the navigation leads to. */
export const SECTIONS: readonly Section[] = [
  {
    label: 'API',
    pages: [
      { label: 'Application Clients', path: paths.applicationClients, icon: IconKey, scope: 'clients:read' },
      { label: 'APIs', path: paths.apis, icon: IconApi, scope: 'apis:read' },
    ],
  },
  {
    label: 'System',
    pages: [
      {
        label: 'Administrators',
        path: paths.administrators,
        icon: IconUsers,
        scope: 'administrators:read',
      },
      { label: 'Signing Keys', path: paths.signingKeys, icon: IconSignature, scope: 'signing-keys:read' },
      { label: 'Audit Events', path: paths.auditEvents, icon: IconHistory, scope: 'audit:read' },
    ],
  },
];
