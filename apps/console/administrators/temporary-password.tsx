import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import type { Administrator } from '@postern/contracts';
import { mdiAlertOutline } from '@mdi/js';
import { useState } from 'react';
import { Link } from 'react-router';
import { Icon } from '../elements/icon.js';
import { Card } from '../elements/card.js';
import { CopyButton } from '../elements/copy-button.js';
import { Fact, Facts } from '../elements/facts.js';
import { Identifier } from '../elements/identifier.js';
import { LeaveGuard } from '../elements/leave-guard.js';
import { notice } from '../elements/notice.js';
import { paths } from '../paths.js';
import { fullName } from './full-name.js';

interface Props {
  readonly administrator: Administrator;
  readonly password: string;
}

/** The one time that a password is shown. Whoever leaves without it is asked first. */
export function TemporaryPassword({ administrator, password }: Props) {
  const [isCopied, setCopied] = useState(false);
  const { email } = administrator;
  const name = fullName(administrator);
  const url = `${window.location.origin}${paths.signIn}`;
  const copied = () => setCopied(true);
  return (
    <Card title="Temporary password">
      {!isCopied && (
        <LeaveGuard title="Leave without the password?" leave="Leave without it">
          <Text size="sm">
            You have not copied it, and it is not shown again. You would have to reset the password of {name}.
          </Text>
        </LeaveGuard>
      )}
      <Stack>
        <Alert color="yellow" icon={<Icon path={mdiAlertOutline} />}>
          It is shown this once. Copy it now, and give it to {name} in a way that nobody else reads. They sign
          in with it, and then choose a password that only they know.
        </Alert>
        <Group gap="sm">
          <Code fz="lg" px="md" py="xs">
            {password}
          </Code>
          <CopyButton text={password} what="password" onCopied={copied} labelled />
        </Group>
        <Facts>
          <Fact label="They sign in at">
            <Identifier text={url} what="address to sign in at" />
          </Fact>
          <Fact label="With the email">
            <Identifier text={email} what="email" />
          </Fact>
        </Facts>
        <Group>
          <Button
            component={Link}
            to={paths.administrators}
            {...(isCopied && { state: notice(`${name} can sign in with the temporary password.`) })}
          >
            Done
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
