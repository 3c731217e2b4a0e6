import { Button } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { mdiTrashCanOutline } from '@mdi/js';
import { Link } from 'react-router';
import { NothingHere } from '../../elements/nothing-here.js';
import { paths } from '../../paths.js';
import { useMay } from '../../session/use-administrator.js';
import { RecentEvents } from './recent-events.js';

interface Props {
  /** As it was read last. */
  readonly client: ApplicationClient;
}

/** In place of a client that was deleted while one looked at it. Who did it stands below. */
export function ClientGone({ client }: Props) {
  const may = useMay();
  return (
    <>
      <NothingHere
        icon={mdiTrashCanOutline}
        title={`${client.name} is deleted`}
        text="Somebody deleted it while you were here. It gets no token any more, and those that it had have ended."
      >
        <Button component={Link} to={paths.applicationClients}>
          All application clients
        </Button>
      </NothingHere>
      {may('audit:read') && <RecentEvents clientId={client.client_id} />}
    </>
  );
}
