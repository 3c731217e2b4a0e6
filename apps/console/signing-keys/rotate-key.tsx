import { Button, Group, List, Stack, Text } from '@mantine/core';
import { rotateSigningKey } from '@postern/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { mdiRefresh } from '@mdi/js';
import { useState } from 'react';
import { Icon } from '../elements/icon.js';
import { request } from '../api/request.js';
import { Dialog } from '../elements/dialog.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { signingKeysQuery } from './signing-keys-query.js';

/** Replaces the signing key before its time, once one has read what happens. */
export function RotateKey() {
  const queryClient = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const rotation = useMutation({
    mutationFn: () =>
      request({ method: 'POST', path: '/v1/signing-keys/rotate', reply: rotateSigningKey.reply }),
    onSuccess: ({ data }) => {
      setAsked(false);
      queryClient.setQueryData(signingKeysQuery.queryKey, data);
    },
  });
  return (
    <>
      <Button
        leftSection={<Icon path={mdiRefresh} size={18} />}
        onClick={() => {
          rotation.reset();
          setAsked(true);
        }}
      >
        Rotate key
      </Button>
      <Dialog
        opened={isAsked}
        title="Rotate the signing key now?"
        onClose={() => setAsked(false)}
        busy={rotation.isPending}
      >
        <Stack>
          <Text size="sm">Nothing breaks: every token stays good. What happens:</Text>
          <List type="ordered" size="sm" spacing="xs">
            <List.Item>
              A new key is made and published at once. It does not sign yet, so that everybody who checks
              tokens can fetch it first; that takes some minutes.
            </List.Item>
            <List.Item>Then it signs every new token, and the key of today signs no more.</List.Item>
            <List.Item>
              The key of today stays published until the last token that it signed has expired.
            </List.Item>
          </List>
          <Text size="sm" c="dimmed">
            Keys are replaced by themselves after a while. Do it now if somebody may have got hold of one, or
            to see that your APIs take a new key without your doing.
          </Text>
          {rotation.error && <ProblemDisplay error={rotation.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(false)} disabled={rotation.isPending}>
              Cancel
            </Button>
            <Button data-autofocus loading={rotation.isPending} onClick={() => rotation.mutate()}>
              Rotate key
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
