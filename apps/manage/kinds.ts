import {
  api,
  apiChange,
  applicationClient,
  applicationClientChange,
  newApi,
  newApplicationClient,
} from '@postern/contracts';

export type Fields = Readonly<Record<string, unknown>>;

/** What can be declared. Which fields a thing has, and which of them can be set when, the contracts say. */
export const KINDS = {
  api: {
    title: 'API',
    path: '/v1/apis',
    idField: 'api_id',
    shown: Object.keys(api.shape),
    creatable: Object.keys(newApi.shape),
    changeable: Object.keys(apiChange.shape),
    creation: newApi,
  },
  client: {
    title: 'client',
    path: '/v1/application-clients',
    idField: 'client_id',
    shown: Object.keys(applicationClient.shape),
    creatable: Object.keys(newApplicationClient.shape),
    changeable: Object.keys(applicationClientChange.shape),
    creation: newApplicationClient,
  },
} as const;
export type Kind = keyof typeof KINDS;

/** A thing as the management API shows it. */
export type Existing = Fields & { readonly version: number };

/** All that there is. */
export type State = Readonly<Record<Kind, readonly Existing[]>>;

export function idOf(kind: Kind, existing: Fields): string {
  return String(existing[KINDS[kind].idField]);
}

/** By what people know it. */
export function labelOf(kind: Kind, fields: Fields): string {
  return kind === 'api' ? String(fields['audience']) : JSON.stringify(fields['name']);
}

/** Those of the fields that have these names. */
export function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]));
}

/** Whether a new client gets a secret: not if it is to authenticate with its keys. */
export function hasSecret(client: Fields): boolean {
  return client['token_endpoint_auth_method'] !== 'private_key_jwt';
}
