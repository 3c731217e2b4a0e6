import { Stack } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useState } from 'react';
import { useMay } from '../../session/use-administrator.js';
import { SecretsCard } from '../secrets/secrets-card.js';
import { ClientEditor } from './client-editor.js';
import { ClientFacts } from './client-facts.js';
import { ClientSettingsFacts } from './client-settings-facts.js';
import classes from './client-view.module.css';
import { EndClient } from './end-client.js';
import { RecentEvents } from './recent-events.js';

interface Props {
  readonly client: ApplicationClient;
}

/** Everything about one client. Who may not change it sees the same, without what would change it. */
export function ClientView({ client }: Props) {
  const may = useMay();
  const mayWrite = may('clients:write');
  // Only one thing at a time can keep one from leaving.
  const [isSecretShown, setSecretShown] = useState(false);
  return (
    <div className={classes['view']}>
      <div className={classes['facts']}>
        <ClientFacts client={client} />
      </div>
      <div className={classes['settings']}>
        {mayWrite ? (
          <ClientEditor client={client} mayLeave={isSecretShown} />
        ) : (
          <ClientSettingsFacts client={client} />
        )}
      </div>
      <Stack gap="lg" className={classes['rest'] ?? ''}>
        <SecretsCard client={client} mayWrite={mayWrite} onSecretShown={setSecretShown} />
        {mayWrite && <EndClient client={client} />}
      </Stack>
      {may('audit:read') && (
        <div className={classes['events']}>
          <RecentEvents clientId={client.client_id} />
        </div>
      )}
    </div>
  );
}
