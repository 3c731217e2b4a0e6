import { Anchor, CloseButton, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AddressControl } from '../elements/use-address.js';
import { paths } from '../paths.js';
import classes from './active-filters.module.css';
import { isFiltered, type AuditQuery } from './audit-query.js';
import { useName } from './use-name.js';

/** Whom and what the list is about, by name where it is known, each to be taken away. */
export function ActiveFilters({ query, change }: AddressControl<AuditQuery>) {
  const { actor_id: actor, subject_id: subject, request_id: request } = query;
  if (!isFiltered(query)) return null;
  return (
    <Group gap="xs" mb="md">
      {actor !== undefined && (
        <Filter label="actor" onRemove={() => change({ actor_id: undefined })}>
          By <Named id={actor} />
        </Filter>
      )}
      {subject !== undefined && (
        <Filter label="subject" onRemove={() => change({ subject_id: undefined })}>
          To <Named id={subject} />
        </Filter>
      )}
      {request !== undefined && (
        <Filter label="request" onRemove={() => change({ request_id: undefined })}>
          In the request <code>{request}</code>
        </Filter>
      )}
      <Anchor component={Link} to={paths.auditEvents} size="sm">
        Show all events
      </Anchor>
    </Group>
  );
}

interface FilterProps {
  readonly label: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

function Filter({ label, onRemove, children }: FilterProps) {
  return (
    <span className={classes['filter']}>
      <span>{children}</span>
      <CloseButton size="sm" aria-label={`Remove filter by ${label}`} onClick={onRemove} />
    </span>
  );
}

function Named({ id }: { readonly id: string }) {
  const name = useName(id);
  return name === undefined ? <code>{id}</code> : <strong>{name}</strong>;
}
