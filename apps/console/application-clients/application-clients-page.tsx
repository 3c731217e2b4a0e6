import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '../elements/page-header.js';
import { ClientsList } from './clients-list.js';
import { AddClientLink } from './add-client-link.js';
import { clientsQuery } from './clients-query.js';
import { ClientsToolbar } from './clients-toolbar.js';
import { useListQuery } from './use-list-query.js';

/** API > Application Clients: the list. */
export function Component() {
  const { query, change } = useListQuery();
  const clients = useQuery(clientsQuery(query));
  return (
    <>
      <PageHeader title="Application Clients" within={[{ label: 'API' }]} actions={<AddClientLink />} />
      <ClientsToolbar query={query} change={change} />
      <ClientsList clients={clients} query={query} change={change} />
    </>
  );
}
