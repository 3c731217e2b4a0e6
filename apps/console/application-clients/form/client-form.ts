import type { UseFormReturnType } from '@mantine/form';
import { newApplicationClient } from '@postern/contracts';
import { bodyOf, type ClientValues } from './client-values.js';
import { nameOfPart } from './name-of-part.js';

export type ClientForm = UseFormReturnType<ClientValues>;

/** The form over all that can be set of a client: what is wrong is so for a new one and for a changed one alike. */
export const CLIENT_FORM = {
  schema: newApplicationClient,
  labels: {
    name: 'Name',
    description: 'Description',
    scopes: 'Scopes',
    grants: 'APIs',
    token_lifetime_seconds: 'Token lifetime',
    resource_server_for: 'Resource server',
    allowed_addresses: 'Allowed addresses',
    jwks: 'The key set',
    jwks_uri: 'The URL of the keys',
  },
  nameOf: nameOfPart,
  body: bodyOf,
};
