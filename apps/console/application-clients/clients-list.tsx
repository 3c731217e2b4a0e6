import { Button } from '@mantine/core';
import type { listClients, ReplyOf } from '@postern/contracts';
import type { UseQueryResult } from '@tanstack/react-query';
import { mdiKeyOutline, mdiMagnifyClose } from '@mdi/js';
import { CLIENTS } from '../elements/counts.js';
import { NothingHere } from '../elements/nothing-here.js';
import { PagedList } from '../elements/paged-list.js';
import { AddClientLink } from './add-client-link.js';
import { ClientsTable } from './clients-table.js';
import { isFiltered } from './list-query.js';
import type { ListControl } from './use-list-query.js';

interface Props extends ListControl {
  readonly clients: UseQueryResult<ReplyOf<typeof listClients>>;
}

const NO_FILTERS = {
  search: undefined,
  status: undefined,
  unused_for_days: undefined,
  secret_expires_within_days: undefined,
};

/** A page of application clients, or why there is none. */
export function ClientsList({ clients, query, change }: Props) {
  return (
    <PagedList
      list={clients}
      isFirstPage={query.cursor === undefined}
      noun={CLIENTS}
      empty={
        isFiltered(query) ? (
          <NothingHere
            icon={mdiMagnifyClose}
            title="Nothing matches"
            text="No application client is like this. Search for a part of a name or of a client ID."
          >
            <Button variant="default" onClick={() => change(NO_FILTERS)}>
              Show all
            </Button>
          </NothingHere>
        ) : (
          <NothingHere
            icon={mdiKeyOutline}
            title="No application clients yet"
            text="An application client is what a program signs in with to call your APIs."
          >
            <AddClientLink />
          </NothingHere>
        )
      }
    >
      {(page, isStale) => (
        <ClientsTable
          clients={page}
          isStale={isStale}
          order={query.sort}
          onOrder={(sort) => change({ sort })}
        />
      )}
    </PagedList>
  );
}
