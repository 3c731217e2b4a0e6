import { MANAGEMENT_AUDIENCE, type Api } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { allApisQuery } from '../../apis/all-apis.js';
import { DEFAULT_API } from './access.js';

const ALWAYS_THERE: Readonly<Record<string, string>> = {
  [DEFAULT_API]: 'Default API',
  [MANAGEMENT_AUDIENCE]: 'Postern management API',
};

/** What people call the API with this audience; the audience itself where it is not registered, or not known yet. */
export function apiName(audience: string, apis: readonly Api[] = []): string {
  return ALWAYS_THERE[audience] ?? apis.find((api) => api.audience === audience)?.name ?? audience;
}

export function useApiNames(): (audience: string) => string {
  const { data } = useQuery(allApisQuery);
  return (audience) => apiName(audience, data);
}
