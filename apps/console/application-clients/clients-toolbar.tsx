import { Chip, Group, NativeSelect } from '@mantine/core';
import { EXPIRING_DAYS, UNUSED_DAYS } from './list-query.js';
import { SearchField } from './search-field.js';
import { SORTABLE } from './sort-order.js';
import classes from './clients-toolbar.module.css';
import type { ListControl } from './use-list-query.js';

/** What to show of all application clients. */
export function ClientsToolbar({ query, change }: ListControl) {
  return (
    <Group className={classes['toolbar']} role="search" aria-label="Application clients">
      <div className={classes['search']}>
        <SearchField
          label="Search by name or client ID"
          value={query.search ?? ''}
          onSearch={(search) => change({ search }, { replace: true })}
        />
      </div>
      <NativeSelect
        aria-label="Status"
        value={query.status ?? ''}
        onChange={(event) => change({ status: event.currentTarget.value })}
        data={[
          { value: '', label: 'Any status' },
          { value: 'active', label: 'Active' },
          { value: 'disabled', label: 'Disabled' },
        ]}
      />
      <Chip
        variant="outline"
        checked={query.unused_for_days !== undefined}
        onChange={(on) => change({ unused_for_days: on ? String(UNUSED_DAYS) : undefined })}
      >
        Unused for {query.unused_for_days ?? UNUSED_DAYS} days
      </Chip>
      <Chip
        variant="outline"
        checked={query.secret_expires_within_days !== undefined}
        onChange={(on) => change({ secret_expires_within_days: on ? String(EXPIRING_DAYS) : undefined })}
      >
        Secret expires within {query.secret_expires_within_days ?? EXPIRING_DAYS} days
      </Chip>
      {/* Where there is room for a table, its head does this. */}
      <NativeSelect
        className={classes['sort'] ?? ''}
        aria-label="Order"
        value={query.sort}
        onChange={(event) => change({ sort: event.currentTarget.value })}
        data={SORTABLE.flatMap(({ field, ascending, descending }) => [
          { value: `-${field}`, label: descending },
          { value: field, label: ascending },
        ])}
      />
    </Group>
  );
}
