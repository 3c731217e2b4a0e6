import type { createClient, ReplyOf } from '@postern/contracts';
import { useState } from 'react';
import { NotForYourRole } from '../../elements/not-for-your-role.js';
import { PageHeader } from '../../elements/page-header.js';
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
        <NotForYourRole doing="add" what="application clients" />
      )}
    </>
  );
}
