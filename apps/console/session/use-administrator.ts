import { ROLE_SCOPES, type Administrator, type ManagementScope } from '@postern/contracts';
import { createContext, use } from 'react';

const AdministratorContext = createContext<Administrator | null>(null);

/** Below it somebody has signed in. */
export const AdministratorProvider = AdministratorContext.Provider;

/** Whoever has signed in. */
export function useAdministrator(): Administrator {
  const administrator = use(AdministratorContext);
  if (administrator === null) throw new Error('Nobody has signed in here.');
  return administrator;
}

/** What whoever has signed in may do; what they may not is not offered. */
export function useMay(): (scope: ManagementScope) => boolean {
  const { role } = useAdministrator();
  return (scope) => ROLE_SCOPES[role].includes(scope);
}
