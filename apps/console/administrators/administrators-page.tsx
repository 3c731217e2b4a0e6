import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { mdiAccountMultipleOutline, mdiPlus } from '@mdi/js';
import { Link } from 'react-router';
import { Icon } from '../elements/icon.js';
import { Head, ListTable } from '../elements/list-table.js';
import { NothingHere } from '../elements/nothing-here.js';
import { PageHeader } from '../elements/page-header.js';
import { PagedList } from '../elements/paged-list.js';
import { useCursor } from '../elements/use-cursor.js';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { AdministratorRow } from './administrator-row.js';
import { administratorsQuery } from './administrators-query.js';

/** System > Administrators: who may sign in. */
export function Component() {
  const may = useMay();
  const cursor = useCursor();
  const administrators = useQuery(administratorsQuery(cursor));
  const add = may('administrators:write') && (
    <Button component={Link} to={paths.newAdministrator} leftSection={<Icon path={mdiPlus} size={18} />}>
      Add administrator
    </Button>
  );
  return (
    <>
      <PageHeader title="Administrators" within={[{ label: 'System' }]} actions={add} />
      <PagedList
        list={administrators}
        isFirstPage={cursor === undefined}
        noun={{ one: 'administrator', many: 'administrators' }}
        empty={
          <NothingHere
            icon={mdiAccountMultipleOutline}
            title="Nobody is left on this page"
            text="Go back to the first page."
          />
        }
      >
        {(page, isStale) => (
          <ListTable
            label="Administrators"
            columns={4}
            isStale={isStale}
            head={
              <>
                <Head>Name</Head>
                <Head>Email</Head>
                <Head>Role</Head>
                <Head>Last signed in</Head>
              </>
            }
          >
            {page?.map((administrator) => (
              <AdministratorRow key={administrator.administrator_id} administrator={administrator} />
            ))}
          </ListTable>
        )}
      </PagedList>
    </>
  );
}
