import { stringify } from 'yaml';
import { pick, type Existing, type Fields, type State } from '../kinds.js';
import { DECLARED_FIELDS } from './declaration.js';

const HEAD = `# APIs and application clients of Postern. An API is known by its audience, a client by its name, or by
# client_id where there is one. A field that is left out stays as it is.
`;

/** What there is as the text of a file; applied again, it changes nothing. No secret is in it. */
export function writeDeclaration({ api, client }: State): string {
  const apis = api.filter((one) => one['built_in'] !== true).map((one) => pick(one, DECLARED_FIELDS.api));
  const clients = client.map((one) => declared(one, client));
  // What stands twice is written twice: anchors are for people to set.
  return HEAD + stringify({ apis, clients }, { lineWidth: 110, aliasDuplicateObjects: false });
}

/** A client ID belongs to one installation, so it stands there only where a name is not enough. */
function declared(client: Existing, all: readonly Existing[]): Fields {
  const { client_id, ...fields } = pick(client, DECLARED_FIELDS.client);
  const namesakes = all.filter(({ name }) => name === client['name']);
  return namesakes.length > 1 ? { client_id, ...fields } : fields;
}
