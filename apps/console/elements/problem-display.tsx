import { Alert, Button, Code, List, Text } from '@mantine/core';
import { mdiAlertOutline } from '@mdi/js';
import { Icon } from './icon.js';
import { adviceOn } from '../api/advice.js';
import { ApiError, type ApiErrorCode } from '../api/api-error.js';

/** Where our logs may tell more than the answer does. */
const OURS: readonly ApiErrorCode[] = ['internal', 'unavailable'];

interface Props {
  readonly error: unknown;
  /** Tries the same again, where that may help. */
  readonly onRetry?: () => void;
}

/** A failure, with what to do about it. It is read out when it appears. */
export function ProblemDisplay({ error, onRetry }: Props) {
  const { code, fields, requestId } = ApiError.from(error);
  const { title, text, canTryAgain } = adviceOn(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<Icon path={mdiAlertOutline} />} title={title}>
      <Text size="sm">{text}</Text>
      {fields.length > 0 && (
        <List size="sm" mt="xs">
          {fields.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>
              <Code>{field}</Code> {message}
            </List.Item>
          ))}
        </List>
      )}
      {requestId !== undefined && OURS.includes(code) && (
        <Text size="xs" mt="xs" c="dimmed">
          Request ID <Code>{requestId}</Code>
        </Text>
      )}
      {canTryAgain && onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
