import { Button } from '@mantine/core';
import { mdiMapMarkerOffOutline } from '@mdi/js';
import { Link } from 'react-router';
import { NothingHere } from '../elements/nothing-here.js';
import { PageHeader } from '../elements/page-header.js';
import { HOME } from '../paths.js';

/** For an address that leads nowhere. */
export function PageNotFound() {
  return (
    <>
      <PageHeader title="No such page" within={[]} />
      <NothingHere
        icon={mdiMapMarkerOffOutline}
        title="This address leads nowhere"
        text="It may be mistyped, or the page has moved."
      >
        <Button component={Link} to={HOME}>
          Go to Application Clients
        </Button>
      </NothingHere>
    </>
  );
}
