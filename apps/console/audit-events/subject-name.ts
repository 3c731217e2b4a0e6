import type { AuditEvent } from '@postern/contracts';

/** What it was called when it happened, where the event says so. */
export function nameInEvent({ before, after }: AuditEvent): string | undefined {
  const state = after ?? before ?? {};
  const names = [state['name'], [state['first_name'], state['last_name']].filter(Boolean).join(' ')];
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? emailIn(state);
}

function emailIn({ email }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof email === 'string' ? email : undefined;
}
