import { Button, Stack } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { mdiTrashCanOutline } from '@mdi/js';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { Icon } from '../../elements/icon.js';
import { Card } from '../../elements/card.js';
import { notice } from '../../elements/notice.js';
import { paths } from '../../paths.js';
import { DisableClient } from './disable-client.js';
import { RevokeTokens } from './revoke-tokens.js';
import { Way } from './way.js';

const DeleteClient = lazy(() => import('../deleting/delete-client.js'));

interface Props {
  readonly client: ApplicationClient;
}

/** The ways to stop a client, from the mildest. */
export function EndClient({ client }: Props) {
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <Card title="Stop it">
      <Stack gap="lg">
        <RevokeTokens client={client} />
        <DisableClient client={client} />
        <Way text="It ends for good, with all of its secrets and tokens.">
          <Button
            color="red"
            variant="outline"
            leftSection={<Icon path={mdiTrashCanOutline} size={16} />}
            onClick={() => setDeleting(true)}
          >
            Delete
          </Button>
        </Way>
      </Stack>
      <Suspense>
        {isDeleting && (
          <DeleteClient
            client={client}
            onClose={() => setDeleting(false)}
            onDeleted={(told) => void navigate(paths.applicationClients, { state: notice(told) })}
          />
        )}
      </Suspense>
    </Card>
  );
}
