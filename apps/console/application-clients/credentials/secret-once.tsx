import { Alert, Button, Group, Stack } from '@mantine/core';
import { mdiDownload, mdiEyeOffOutline } from '@mdi/js';
import { Icon } from '../../elements/icon.js';
import { LabelledValue } from '../../elements/labelled-value.js';
import { saveFile } from '../../elements/save-file.js';
import { envFile, envFileName } from './env-file.js';
import type { TokenRequest } from './token-request.js';

interface Props {
  readonly clientId: string;
  readonly secret: string;
  /** Absent while it is not known where tokens are asked for. */
  readonly request: TokenRequest | undefined;
  /** Somebody has taken the secret along. */
  readonly onTaken: () => void;
}

/** Client ID and Client Secret, to be taken along: the secret is in nobody's hands but these. */
export function SecretOnce({ clientId, secret, request, onTaken }: Props) {
  return (
    <Stack>
      <Alert
        color="yellow"
        icon={<Icon path={mdiEyeOffOutline} />}
        title="Copy the secret before you move on"
      >
        It is shown this once. Postern keeps only a hash of it, so nobody can look it up later.
      </Alert>
      <LabelledValue label="Client ID" value={clientId} />
      <LabelledValue label="Client Secret" value={secret} onCopied={onTaken} />
      <Group>
        <Button
          variant="default"
          leftSection={<Icon path={mdiDownload} size={16} />}
          disabled={request === undefined}
          onClick={() => {
            if (request === undefined) return;
            saveFile(envFileName(request), envFile(request, secret));
            onTaken();
          }}
        >
          Download as .env
        </Button>
      </Group>
    </Stack>
  );
}
