import { Alert } from '@mantine/core';
import { mdiCheckCircleOutline } from '@mdi/js';
import { Icon } from './icon.js';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Goes with a navigation, to be told on the page that it leads to: `navigate(path, { state: notice('Deleted.') })`. */
export function notice(text: string): { notice: string } {
  return { notice: text };
}

/** What the page before had to tell, once. */
export function Notice() {
  const location = useLocation();
  const navigate = useNavigate();
  const { notice: told, ...rest } = (location.state ?? {}) as { notice?: string };
  const [text, setText] = useState(told);
  const [arrived] = useState(told);
  const region = useRef<HTMLDivElement>(null);
  // What happens on this very page is told here, too.
  if (told !== undefined && told !== text) setText(told);

  useEffect(() => {
    // Here nothing else takes the focus, and what had it may be gone.
    if (told !== undefined && told !== arrived) region.current?.focus({ preventScroll: true });
    // So that neither loading the page again nor the back button tells it again.
    if (told !== undefined) void navigate({ search: location.search }, { replace: true, state: rest });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each that is told
  }, [told]);

  return (
    <div role="status" tabIndex={-1} ref={region}>
      {text !== undefined && (
        <Alert
          color="gate"
          icon={<Icon path={mdiCheckCircleOutline} />}
          withCloseButton
          closeButtonLabel="Dismiss"
          onClose={() => setText(undefined)}
        >
          {text}
        </Alert>
      )}
    </div>
  );
}
