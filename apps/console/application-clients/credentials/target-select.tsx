import { NativeSelect } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useApiNames } from '../access/api-names.js';
import { targetsOf } from './token-request.js';

interface Props {
  readonly client: ApplicationClient;
  readonly target: string;
  readonly onChange: (target: string) => void;
}

/** For which of its APIs a client with several is to get a token. */
export function TargetSelect({ client, target, onChange }: Props) {
  const nameOf = useApiNames();
  const targets = targetsOf(client);
  if (targets.length === 1) return null;
  return (
    <NativeSelect
      label="For which API"
      description="A token is for one API. What you choose goes into the .env file, too."
      value={target}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={targets.map((audience) => ({ value: audience, label: nameOf(audience) }))}
    />
  );
}
