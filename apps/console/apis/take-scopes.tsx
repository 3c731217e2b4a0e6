import { Text } from '@mantine/core';
import type { Api } from '@postern/contracts';
import { ConfirmByTyping } from '../elements/confirm-by-typing.js';
import { CLIENTS, countOf } from '../elements/counts.js';
import { ScopeList } from '../elements/scope-list.js';

/** What a change of an API takes from application clients. */
export interface Taking {
  readonly affectedClients: number;
  readonly scopes: readonly string[];
}

interface Props {
  readonly api: Api;
  /** Absent where there is nothing to ask. */
  readonly taking: Taking | undefined;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks whether application clients may lose scopes. Nothing has changed so far. */
export function TakeScopes({ api, taking, busy, onConfirm, onClose }: Props) {
  const { affectedClients = 0, scopes = [] } = taking ?? {};
  return (
    <ConfirmByTyping
      opened={taking !== undefined}
      title={`Take ${scopes.length === 1 ? 'a scope' : 'scopes'} from ${countOf(affectedClients, CLIENTS)}?`}
      name={api.name}
      action="Save, and take from clients"
      busy={busy}
      error={undefined}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <Text size="sm">
        {countOf(affectedClients, CLIENTS)} {affectedClients === 1 ? 'has' : 'have'} at least one of these
        scopes, and {affectedClients === 1 ? 'loses' : 'lose'} it at once:
      </Text>
      <ScopeList scopes={scopes} />
      <Text size="sm">
        A client that has no other scope of this API loses the API, and its tokens for it end. Adding the
        scopes again does not give them back. Nothing has changed so far.
      </Text>
    </ConfirmByTyping>
  );
}
