import { Alert, Button, List, Text } from '@mantine/core';
import type { Administrator } from '@postern/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { mdiAlertOutline } from '@mdi/js';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Icon } from '../elements/icon.js';
import { ApiError } from '../api/api-error.js';
import { nothing } from '../api/nothing.js';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { ConfirmByTyping } from '../elements/confirm-by-typing.js';
import { notice } from '../elements/notice.js';
import { paths } from '../paths.js';
import { leave } from '../session/leave.js';
import { useAdministrator } from '../session/use-administrator.js';
import { administratorPath, administratorQuery, ADMINISTRATORS_KEY } from './administrators-query.js';
import { fullName } from './full-name.js';

interface Props {
  readonly administrator: Administrator;
}

/** Ends the account of an administrator. */
export function DeleteAdministrator({ administrator }: Props) {
  const { administrator_id: id, email, version } = administrator;
  const name = fullName(administrator);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const isMe = useAdministrator().administrator_id === id;
  const [isAsked, setAsked] = useState(false);
  const deletion = useMutation({
    mutationFn: () =>
      request({ method: 'DELETE', path: administratorPath(id), expectedVersion: version, reply: nothing }),
    onSuccess: async () => {
      if (isMe) {
        leave('account-deleted');
        return;
      }
      await navigate(paths.administrators, {
        state: notice(`${name} is deleted, and cannot sign in any more.`),
      });
      void queryClient.invalidateQueries({ queryKey: [...ADMINISTRATORS_KEY, 'list'] });
    },
    onError: (error) => {
      if (ApiError.from(error).code === 'version_conflict')
        void queryClient.invalidateQueries(administratorQuery(id));
    },
  });
  return (
    <Card title="Delete account">
      <Text size="sm" mb="md">
        Ends this account for good. What they did stays in the audit events.
      </Text>
      <Button
        color="red"
        variant="outline"
        onClick={() => {
          deletion.reset();
          setAsked(true);
        }}
      >
        Delete administrator
      </Button>
      <ConfirmByTyping
        opened={isAsked}
        title={`Delete ${name}?`}
        name={email}
        action="Delete administrator"
        busy={deletion.isPending}
        error={deletion.error}
        onConfirm={() => deletion.mutate()}
        onClose={() => setAsked(false)}
      >
        {isMe && (
          <Alert color="yellow" icon={<Icon path={mdiAlertOutline} />} title="This is you">
            You are signed out at once, and cannot sign in again.
          </Alert>
        )}
        <List size="sm">
          <List.Item>Every session of theirs ends at once.</List.Item>
          <List.Item>Nobody can sign in with {email} any more.</List.Item>
          <List.Item>Application clients that they added stay.</List.Item>
        </List>
      </ConfirmByTyping>
    </Card>
  );
}
