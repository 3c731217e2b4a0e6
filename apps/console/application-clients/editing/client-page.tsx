import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { Loaded } from '../../elements/loaded.js';
import { PageHeader } from '../../elements/page-header.js';
import { paths } from '../../paths.js';
import { clientQuery } from '../client-query.js';
import { ClientGone } from './client-gone.js';
import { ClientView } from './client-view.js';

/** API > Application Clients > one of them. */
export function Component() {
  const { client_id: clientId = '' } = useParams();
  const client = useQuery(clientQuery(clientId));
  const isGone = client.error !== null && ApiError.from(client.error).code === 'not_found';
  return (
    <>
      <PageHeader
        title={client.data?.name ?? 'Application Client'}
        within={[{ label: 'API' }, { label: 'Application Clients', path: paths.applicationClients }]}
      />
      {isGone && client.data ? (
        <ClientGone client={client.data} />
      ) : (
        <Loaded
          query={client}
          what="application clients"
          instead={
            <Button component={Link} to={paths.applicationClients}>
              All application clients
            </Button>
          }
        >
          {(loaded) => <ClientView key={loaded.client_id} client={loaded} />}
        </Loaded>
      )}
    </>
  );
}
