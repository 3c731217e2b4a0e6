import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { mdiApi, mdiPlus } from '@mdi/js';
import { Link } from 'react-router';
import { Icon } from '../elements/icon.js';
import { Head, ListTable } from '../elements/list-table.js';
import { NothingHere } from '../elements/nothing-here.js';
import { PageHeader } from '../elements/page-header.js';
import { PagedList } from '../elements/paged-list.js';
import { useCursor } from '../elements/use-cursor.js';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { ApiRow } from './api-row.js';
import { apisQuery } from './apis-query.js';

/** API > APIs: the list. */
export function Component() {
  const may = useMay();
  const cursor = useCursor();
  const apis = useQuery(apisQuery(cursor));
  const add = may('apis:write') && (
    <Button component={Link} to={paths.newApi} leftSection={<Icon path={mdiPlus} size={18} />}>
      Add API
    </Button>
  );
  return (
    <>
      <PageHeader title="APIs" within={[{ label: 'API' }]} actions={add} />
      <PagedList
        list={apis}
        isFirstPage={cursor === undefined}
        noun={{ one: 'API', many: 'APIs' }}
        empty={
          <NothingHere
            icon={mdiApi}
            title="No APIs yet"
            text="An API is a server that accepts tokens from here."
          />
        }
      >
        {(page, isStale) => (
          <ListTable
            label="APIs"
            columns={5}
            isStale={isStale}
            head={
              <>
                <Head>Name</Head>
                <Head>Audience</Head>
                <Head>Scopes</Head>
                <Head>Token lifetime</Head>
                <Head>Used by</Head>
              </>
            }
          >
            {page?.map((api) => (
              <ApiRow key={api.api_id} api={api} />
            ))}
          </ListTable>
        )}
      </PagedList>
    </>
  );
}
