import { Button, NativeSelect } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { mdiFilterOutline } from '@mdi/js';
import { Icon } from '../elements/icon.js';
import { administratorsQuery } from '../administrators/administrators-query.js';
import { fullName } from '../administrators/full-name.js';
import type { AddressControl } from '../elements/use-address.js';
import { ACTIONS } from './actions.js';
import { isBackwards, type AuditQuery } from './audit-query.js';
import classes from './audit-toolbar.module.css';
import { IdField } from './id-field.js';
import { MomentField } from './moment-field.js';
import { WINDOWS } from './windows.js';

/** Which audit events to show. Where it is narrow it unfolds. */
export function AuditToolbar({ query, change }: AddressControl<AuditQuery>) {
  const [isOpen, filters] = useDisclosure(false);
  const administrators = useQuery(administratorsQuery(undefined));
  const people = administrators.data?.data ?? [];
  const { from, to } = query;
  return (
    <div className={classes['toolbar']}>
      <Button
        className={classes['opener'] ?? ''}
        variant="default"
        leftSection={<Icon path={mdiFilterOutline} size={16} />}
        aria-expanded={isOpen}
        aria-controls="audit-filters"
        onClick={filters.toggle}
      >
        Filters
      </Button>
      <div
        id="audit-filters"
        className={classes['filters']}
        data-open={isOpen || undefined}
        role="search"
        aria-label="Audit events"
      >
        <NativeSelect
          label="What was done"
          value={query.action ?? ''}
          onChange={(event) => change({ action: event.currentTarget.value })}
          data={[{ value: '', label: 'Anything' }, ...ACTIONS]}
        />
        <IdField
          label="By whom"
          placeholder="ID, or choose somebody"
          id={query.actor_id}
          onChange={(actor_id) => change({ actor_id })}
          known={people.map((person) => ({ id: person.administrator_id, name: fullName(person) }))}
        />
        <IdField
          label="To what"
          placeholder="ID of a client, an API, …"
          id={query.subject_id}
          onChange={(subject_id) => change({ subject_id })}
        />
        <NativeSelect
          label="When"
          value={from === undefined && to === undefined ? '' : 'between'}
          onChange={(event) => {
            const window = WINDOWS.find(({ value }) => value === event.currentTarget.value);
            const begin = window && new Date(Date.now() - window.lengthMs).toISOString();
            change({ from: begin, to: undefined });
          }}
          data={[
            { value: '', label: 'At any time' },
            ...WINDOWS.map(({ value, label }) => ({ value, label })),
            { value: 'between', label: 'As chosen here', disabled: true },
          ]}
        />
        <MomentField label="From" moment={from} onChange={(moment) => change({ from: moment })} />
        <MomentField
          label="To"
          moment={to}
          error={isBackwards(query) && 'To is not later than From.'}
          onChange={(moment) => change({ to: moment })}
        />
      </div>
    </div>
  );
}
