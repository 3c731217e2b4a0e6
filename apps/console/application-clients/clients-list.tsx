import { Button, VisuallyHidden } from '@mantine/core';
import type { listClients, ReplyOf } from '@postern/contracts';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconKey, IconLock, IconSearchOff } from '@tabler/icons-react';
import { ApiError } from '../api/api-error.js';
import { NothingHere } from '../elements/nothing-here.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { ClientsTable } from './clients-table.js';
import { isFiltered } from './list-query.js';
import { Paging } from './paging.js';
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
  const { data: page, error, isPlaceholderData, refetch } = clients;
  if (error && ApiError.from(error).code === 'insufficient_scope') {
    return (
      <NothingHere
        icon={IconLock}
        title="Not for your role"
        text="Your role may not see application clients. Ask an administrator."
      />
    );
  }
  if (error && page === undefined) return <ProblemDisplay error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <VisuallyHidden role="status">{page && !isPlaceholderData && told(page.data.length)}</VisuallyHidden>
      {error && <ProblemDisplay error={error} onRetry={() => void refetch()} />}
      {page?.data.length === 0 ? (
        isFiltered(query) ? (
          <NothingHere
            icon={IconSearchOff}
            title="Nothing matches"
            text="No application client is like this. Search for a part of a name or of a client ID."
          >
            <Button variant="default" onClick={() => change(NO_FILTERS)}>
              Show all
            </Button>
          </NothingHere>
        ) : (
          <NothingHere
            icon={IconKey}
            title="No application clients yet"
            text="An application client is what a program signs in with to call your APIs."
          />
        )
      ) : (
        <ClientsTable
          clients={page?.data}
          isStale={isPlaceholderData}
          order={query.sort}
          onOrder={(sort) => change({ sort })}
        />
      )}
      <Paging
        nextCursor={page?.next_cursor ?? null}
        isFirst={query.cursor === undefined}
        isStale={isPlaceholderData}
      />
    </>
  );
}

function told(count: number): string {
  return `${count === 0 ? 'No' : count} application client${count === 1 ? '' : 's'} on this page`;
}
