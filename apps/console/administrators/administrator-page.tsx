import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Loaded } from '../elements/loaded.js';
import { PageHeader } from '../elements/page-header.js';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { AdministratorEditor } from './administrator-editor.js';
import { AdministratorFacts } from './administrator-facts.js';
import { administratorQuery } from './administrators-query.js';
import { DeleteAdministrator } from './delete-administrator.js';
import { fullName } from './full-name.js';
import { ResetPassword } from './reset-password.js';

/** System > Administrators > one of them. */
export function Component() {
  const { administrator_id: id = '' } = useParams();
  const may = useMay();
  const administrator = useQuery(administratorQuery(id));
  return (
    <>
      <PageHeader
        title={administrator.data ? fullName(administrator.data) : 'Administrator'}
        within={[{ label: 'System' }, { label: 'Administrators', path: paths.administrators }]}
      />
      <Loaded
        query={administrator}
        what="administrators"
        instead={
          <Button component={Link} to={paths.administrators}>
            All administrators
          </Button>
        }
      >
        {(loaded) => (
          <>
            <AdministratorFacts administrator={loaded} />
            {may('administrators:write') && (
              <>
                <AdministratorEditor
                  key={`${id} editor`}
                  administrator={loaded}
                  refresh={administrator.refetch}
                />
                <ResetPassword key={`${id} password`} administrator={loaded} />
                <DeleteAdministrator administrator={loaded} />
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
