import { Box, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { mdiDownload } from '@mdi/js';
import { useRef, useState } from 'react';
import { Icon } from '../elements/icon.js';
import { download } from '../api/download.js';
import { countOf } from '../elements/counts.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { saveFile } from '../elements/save-file.js';
import { AUDIT_EVENTS } from './actions.js';
import { exportPath, type AuditQuery } from './audit-query.js';

interface Props {
  readonly query: AuditQuery;
}

const LINE_BREAK = 0x0a;

/** Saves every event that matches, one JSON object a line, the oldest first. */
export function ExportEvents({ query }: Props) {
  const [events, setEvents] = useState(0);
  const abort = useRef<AbortController>(null);
  const saving = useMutation({
    mutationFn: () => {
      setEvents(0);
      abort.current = new AbortController();
      const { signal } = abort.current;
      const count = (part: Uint8Array) =>
        setEvents((before) => before + part.filter((byte) => byte === LINE_BREAK).length);
      return download({ path: exportPath(query), accept: 'application/x-ndjson', signal, onPart: count });
    },
    onSuccess: (lines) => saveFile(`audit-events-${new Date().toISOString().slice(0, 10)}.ndjson`, lines),
  });
  const doing = saving.isPending ? 'so far' : 'saved';
  const progress =
    saving.isPending || saving.isSuccess ? `${countOf(events, AUDIT_EVENTS)} ${doing}` : undefined;
  return (
    <div>
      <Group gap={0} justify="flex-end">
        <Text size="sm" c="dimmed" role="status" me={progress === undefined ? 0 : 'sm'}>
          {progress}
        </Text>
        {saving.isPending ? (
          <Button
            variant="default"
            onClick={() => {
              abort.current?.abort();
              saving.reset();
            }}
          >
            Cancel export
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<Icon path={mdiDownload} size={18} />}
            onClick={() => saving.mutate()}
          >
            Export as NDJSON
          </Button>
        )}
      </Group>
      {saving.error && (
        <Box mt="sm" maw={400}>
          <ProblemDisplay error={saving.error} onRetry={() => saving.mutate()} />
        </Box>
      )}
    </div>
  );
}
