import type { AdministratorRole } from '@postern/contracts';

export const ROLES: Readonly<Record<AdministratorRole, string>> = {
  administrator: 'Administrator',
  viewer: 'Viewer',
};
