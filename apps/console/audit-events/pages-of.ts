import { administratorPage, apiPage, clientPage, paths } from '../paths.js';

/** The page of a thing, by its type and ID; `undefined` where there is none. */
export function pageOf(type: string, id: string): string | undefined {
  switch (type) {
    case 'client':
    case 'application_client':
      return clientPage(id);
    case 'administrator':
      return administratorPage(id);
    case 'api':
      return apiPage(id);
    case 'signing_key':
      return paths.signingKeys;
    default:
      return undefined;
  }
}
