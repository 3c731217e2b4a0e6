import { Button } from '@mantine/core';
import { mdiPlus } from '@mdi/js';
import { Link } from 'react-router';
import { Icon } from '../elements/icon.js';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';

/** The way to a new client, for those who may add one. */
export function AddClientLink() {
  const may = useMay();
  if (!may('clients:write')) return null;
  return (
    <Button component={Link} to={paths.newApplicationClient} leftSection={<Icon path={mdiPlus} size={16} />}>
      Add Application Client
    </Button>
  );
}
