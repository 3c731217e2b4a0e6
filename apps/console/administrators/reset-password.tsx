import { Anchor, Button, Text } from '@mantine/core';
import { resetPassword, type Administrator } from '@postern/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { Confirm } from '../elements/confirm.js';
import { paths } from '../paths.js';
import { useAdministrator } from '../session/use-administrator.js';
import { administratorPath, ADMINISTRATORS_KEY } from './administrators-query.js';
import { fullName } from './full-name.js';
import { TemporaryPassword } from './temporary-password.js';

interface Props {
  readonly administrator: Administrator;
}

/** Gives somebody a temporary password, in place of one that they forgot or that somebody else knows. */
export function ResetPassword({ administrator }: Props) {
  const { administrator_id: id } = administrator;
  const queryClient = useQueryClient();
  const isMe = useAdministrator().administrator_id === id;
  const [isAsked, setAsked] = useState(false);
  const reset = useMutation({
    mutationFn: () =>
      request({
        method: 'POST',
        path: `${administratorPath(id)}/reset-password`,
        reply: resetPassword.reply,
      }),
    onSuccess: () => {
      setAsked(false);
      void queryClient.invalidateQueries({ queryKey: ADMINISTRATORS_KEY });
    },
  });
  if (reset.data)
    return <TemporaryPassword administrator={administrator} password={reset.data.temporary_password} />;
  if (isMe)
    return (
      <Card title="Password">
        <Text size="sm">
          You choose your own password in your{' '}
          <Anchor component={Link} to={paths.profile} inherit underline="always">
            profile
          </Anchor>
          .
        </Text>
      </Card>
    );
  return (
    <Card title="Password">
      <Text size="sm" mb="md">
        For somebody who has forgotten it, or whose password somebody else may know: gives them a temporary
        one.
      </Text>
      <Button
        variant="default"
        onClick={() => {
          reset.reset();
          setAsked(true);
        }}
      >
        Reset password
      </Button>
      <Confirm
        opened={isAsked}
        title={`Reset the password of ${fullName(administrator)}?`}
        action="Reset password"
        busy={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate()}
        onClose={() => setAsked(false)}
      >
        <Text size="sm">
          Their password stops working, and every session of theirs ends at once. You get a temporary password
          for them, which is shown once.
        </Text>
      </Confirm>
    </Card>
  );
}
