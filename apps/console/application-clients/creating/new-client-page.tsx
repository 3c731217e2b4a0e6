import type { createClient, ReplyOf } from '@postern/contracts';
import { useState } from 'react';
import { NothingHere } from '../../elements/nothing-here.js';
import { PageHeader } from '../../elements/page-header.js';
import { mdiLockOutline } from '@mdi/js';
import { paths } from '../../paths.js';
import { useMay } from '../../session/use-administrator.js';
import { Credentials } from '../credentials/credentials.js';
import { NewClientForm } from './new-client-form.js';

/** API > Application Clients > Add: first what it is to be, then what it is given, which nothing shows again. */
export function Component() {
  const may = useMay();
  const [created, setCreated] = useState<ReplyOf<typeof createClient>>();
  if (created) {
    const { client_secret: secret, ...client } = created;
    return <Credentials client={client} secret={secret} />;
  }
  return (
    <>
      <PageHeader
        title="Add Application Client"
        within={[{ label: 'API' }, { label: 'Application Clients', path: paths.applicationClients }]}
      />
      {may('clients:write') ? (
        <NewClientForm onCreated={setCreated} />
      ) : (
        <NothingHere
          icon={mdiLockOutline}
          title="Not for your role"
          text="Your role may look at application clients, not add any. Ask an administrator."
        />
      )}
    </>
  );
}
