import { Stack } from '@mantine/core';
import { PageHeader } from '../elements/page-header.js';
import { PasswordCard } from './password-card.js';
import { ProfileCard } from './profile-card.js';

/** What is one's own: name, email and password. */
export function Component() {
  return (
    <>
      <PageHeader title="Profile" within={[]} />
      <Stack gap="lg" maw={640}>
        <ProfileCard />
        <PasswordCard />
      </Stack>
    </>
  );
}
