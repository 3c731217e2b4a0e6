import { Alert, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { mdiCheckCircleOutline } from '@mdi/js';
import { useState } from 'react';
import { Icon } from '../elements/icon.js';
import { ApiError } from '../api/api-error.js';
import { NotForYourRole } from '../elements/not-for-your-role.js';
import { PageHeader } from '../elements/page-header.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { useMay } from '../session/use-administrator.js';
import { KeysTable } from './keys-table.js';
import { RotateKey } from './rotate-key.js';
import { RotationProgress } from './rotation-progress.js';
import { rotationOf, signingKeysQuery } from './signing-keys-query.js';

/** System > Signing Keys: what tokens are signed with. */
export function Component() {
  const may = useMay();
  const { data: keys, error, dataUpdatedAt, refetch } = useQuery(signingKeysQuery);
  const rotation = keys && rotationOf(keys);
  const pending = rotation?.pending?.kid;
  const [awaited, setAwaited] = useState(pending);
  if (pending !== undefined && awaited !== pending) setAwaited(pending);
  const isDone = keys?.some(({ kid, status }) => status === 'active' && kid === awaited);
  const isHidden = error !== null && ApiError.from(error).code === 'insufficient_scope';
  return (
    <>
      <PageHeader
        title="Signing Keys"
        within={[{ label: 'System' }]}
        actions={keys && !rotation && may('signing-keys:write') && <RotateKey />}
      />
      <div role="status">
        {isDone && (
          <Alert color="gate" icon={<Icon path={mdiCheckCircleOutline} />} mb="lg">
            The new key signs every token now.
          </Alert>
        )}
      </div>
      <Stack gap="lg">
        {isHidden ? (
          <NotForYourRole what="signing keys" />
        ) : (
          <>
            {error && <ProblemDisplay error={error} onRetry={() => void refetch()} />}
            {rotation && <RotationProgress rotation={rotation} asOf={dataUpdatedAt} />}
            {(keys || !error) && <KeysTable keys={keys} />}
          </>
        )}
      </Stack>
    </>
  );
}
