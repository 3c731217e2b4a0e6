import { ActionIcon, Group } from '@mantine/core';
import type { ListedClient } from '@postern/contracts';
import { mdiEyeOutline, mdiPencilOutline, mdiTrashCanOutline } from '@mdi/js';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { Icon } from '../elements/icon.js';
import { useTell } from '../elements/use-tell.js';
import { clientPage } from '../paths.js';
import { useMay } from '../session/use-administrator.js';

const DeleteClient = lazy(() => import('./deleting/delete-client.js'));

interface Props {
  readonly client: ListedClient;
}

/** What can be done with a client of the list: look at it, change it, delete it. */
export function ClientActions({ client }: Props) {
  const mayWrite = useMay()('clients:write');
  const [isDeleting, setDeleting] = useState(false);
  const tell = useTell();
  const [verb, icon] = mayWrite ? ['Edit', mdiPencilOutline] : ['View', mdiEyeOutline];
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        component={Link}
        to={clientPage(client.client_id)}
        variant="subtle"
        color="gray"
        aria-label={`${verb} ${client.name}`}
      >
        <Icon path={icon} size={18} />
      </ActionIcon>
      {mayWrite && (
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={`Delete ${client.name}`}
          onClick={() => setDeleting(true)}
        >
          <Icon path={mdiTrashCanOutline} size={18} />
        </ActionIcon>
      )}
      <Suspense>
        {isDeleting && <DeleteClient client={client} onClose={() => setDeleting(false)} onDeleted={tell} />}
      </Suspense>
    </Group>
  );
}
