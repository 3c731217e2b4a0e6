import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { mdiInformationOutline } from '@mdi/js';
import { Link, useParams } from 'react-router';
import { Icon } from '../elements/icon.js';
import { Loaded } from '../elements/loaded.js';
import { PageHeader } from '../elements/page-header.js';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { ApiEditor } from './api-editor.js';
import { ApiFacts } from './api-facts.js';
import { apiQuery } from './apis-query.js';
import { DeleteApi } from './delete-api.js';
import { GrantableScopes } from './grantable-scopes.js';

/** API > APIs > one of them. */
export function Component() {
  const { api_id: apiId = '' } = useParams();
  const may = useMay();
  const api = useQuery(apiQuery(apiId));
  return (
    <>
      <PageHeader
        title={api.data?.name ?? 'API'}
        within={[{ label: 'API' }, { label: 'APIs', path: paths.apis }]}
      />
      <Loaded
        query={api}
        what="APIs"
        instead={
          <Button component={Link} to={paths.apis}>
            All APIs
          </Button>
        }
      >
        {(loaded) => (
          <>
            {loaded.built_in && (
              <Alert variant="light" color="gray" icon={<Icon path={mdiInformationOutline} />}>
                This API is a part of Postern: nobody can change or delete it.
              </Alert>
            )}
            <ApiFacts api={loaded} />
            {loaded.built_in || !may('apis:write') ? (
              <GrantableScopes scopes={loaded.scopes} />
            ) : (
              <>
                <ApiEditor key={loaded.api_id} api={loaded} refresh={api.refetch} />
                <DeleteApi api={loaded} />
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
