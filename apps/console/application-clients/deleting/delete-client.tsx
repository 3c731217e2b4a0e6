import type { ApplicationClient } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { ConfirmByTyping } from '../../elements/confirm-by-typing.js';
import { clientQuery } from '../client-query.js';
import { useDeletion } from './use-deletion.js';
import { WhatEnds } from './what-ends.js';

interface Props {
  readonly client: ApplicationClient;
  readonly onClose: () => void;
  /** Told in a sentence what has happened. */
  readonly onDeleted: (told: string) => void;
}

/** Asks for the name of a client, and deletes it. */
export default function DeleteClient({ client: shown, onClose, onDeleted }: Props) {
  // As it is now: somebody may have changed it since the list was read.
  const { data: client = shown } = useQuery({ ...clientQuery(shown.client_id), staleTime: 0 });
  const { start, isPending, error } = useDeletion(client, onDeleted);
  return (
    <ConfirmByTyping
      opened
      title={`Delete ${client.name}?`}
      name={client.name}
      action="Delete application client"
      busy={isPending}
      error={error}
      onConfirm={start}
      onClose={onClose}
    >
      <WhatEnds client={client} />
    </ConfirmByTyping>
  );
}
