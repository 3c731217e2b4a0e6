import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';

/** The way to a new client, for those who may add one. */
export function AddClientLink() {
  const may = useMay();
  if (!may('clients:write')) return null;
  return (
    <Button component={Link} to={paths.newApplicationClient} leftSection={<IconPlus size={16} />}>
      Add Application Client
    </Button>
  );
}
