import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ApiError, type ApiErrorCode } from './api-error.js';

const MOST_RETRIES = 2;
/** Whoever hears this acts on what is not as it was read. */
const OUTDATED: readonly ApiErrorCode[] = ['not_found', 'version_conflict'];
const PASSING: readonly ApiErrorCode[] = ['unavailable', 'unreachable', 'no_answer'];

/** What was read, and how long it is good for. Reads that failed in passing are tried again; writes never are. */
export const queryClient = new QueryClient({
  mutationCache: new MutationCache({
    onError: (error) => {
      if (!OUTDATED.includes(ApiError.from(error).code)) return;
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      retry: (failures, error) => failures < MOST_RETRIES && PASSING.includes(ApiError.from(error).code),
      retryDelay: (failures, error) =>
        Math.min((ApiError.from(error).retryAfterSeconds ?? failures + 1) * 1_000, 5_000),
    },
    mutations: { networkMode: 'always' },
  },
});
