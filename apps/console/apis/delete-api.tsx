import { Button, List, Text } from '@mantine/core';
import type { Api } from '@postern/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiError } from '../api/api-error.js';
import { Card } from '../elements/card.js';
import { ConfirmByTyping } from '../elements/confirm-by-typing.js';
import { CLIENTS, countOf } from '../elements/counts.js';
import { notice } from '../elements/notice.js';
import { paths } from '../paths.js';
import { apiQuery, APIS_KEY } from './apis-query.js';
import { deleteApi } from './change-api.js';

interface Props {
  readonly api: Api;
}

/** Ends an API, once one has seen what ends with it. */
export function DeleteApi({ api }: Props) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const { granted_clients: granted, resource_servers: servers } = api;
  const isUsed = granted + servers > 0;
  const refresh = () => queryClient.invalidateQueries(apiQuery(api.api_id));
  const deletion = useMutation({
    // What was seen may go; if it is more by now, the API says so, and is asked about anew.
    mutationFn: () => deleteApi(api.api_id, { expectedVersion: api.version, force: isUsed }),
    onSuccess: async () => {
      await navigate(paths.apis, { state: notice(`${api.name} is deleted. Tokens for it are refused.`) });
      void queryClient.invalidateQueries({ queryKey: [...APIS_KEY, 'list'] });
    },
    onError: (error) => {
      const isOutdated = ['api_in_use', 'version_conflict'].includes(ApiError.from(error).code);
      if (isOutdated) void refresh();
    },
  });

  return (
    <Card title="Delete this API">
      <Text size="sm" mb="md">
        Ends this API for good, with every grant on it and every token for it.
      </Text>
      <Button
        color="red"
        variant="outline"
        onClick={() => {
          deletion.reset();
          setAsked(true);
          // What ends with it is to be told as it is now.
          void refresh();
        }}
      >
        Delete API
      </Button>
      <ConfirmByTyping
        opened={isAsked}
        title={`Delete ${api.name}?`}
        name={api.name}
        action="Delete API"
        busy={deletion.isPending}
        error={deletion.error}
        onConfirm={() => deletion.mutate()}
        onClose={() => setAsked(false)}
      >
        <Text size="sm">What ends with it, at once and for good:</Text>
        <List size="sm">
          <List.Item>Every token for it is refused from then on.</List.Item>
          <List.Item>
            {granted === 0
              ? 'No application client has a grant on it.'
              : `${countOf(granted, CLIENTS)} ${granted === 1 ? 'loses its grant' : 'lose their grants'} on it.`}
          </List.Item>
          {servers > 0 && (
            <List.Item>{countOf(servers, CLIENTS)} may no longer introspect its tokens.</List.Item>
          )}
        </List>
      </ConfirmByTyping>
    </Card>
  );
}
