import { Text } from '@mantine/core';
import type { Api } from '@postern/contracts';
import { countOf } from '../elements/counts.js';
import { None } from '../elements/none.js';

const CLIENTS = { one: 'client', many: 'clients' };
const SERVERS = { one: 'resource server', many: 'resource servers' };

interface Props {
  readonly api: Pick<Api, 'granted_clients' | 'resource_servers'>;
}

/** How many application clients have to do with an API. */
export function ApiUsers({ api }: Props) {
  if (api.granted_clients + api.resource_servers === 0) return <None>Nobody</None>;
  return (
    <div>
      {api.granted_clients > 0 && <Text size="sm">{countOf(api.granted_clients, CLIENTS)}</Text>}
      {api.resource_servers > 0 && (
        <Text size="sm" c="dimmed">
          {countOf(api.resource_servers, SERVERS)}
        </Text>
      )}
    </div>
  );
}
