import type { AuditEvent } from '@postern/contracts';
import { NamedLink } from './named-link.js';
import { useName } from './use-name.js';

/** What Postern does by itself. */
const SYSTEM: Readonly<Record<string, string>> = {
  'first-start': 'Postern, at its first start,',
  'signing-key-schedule': 'Postern, by its schedule,',
  'rotate-signing-key': 'The command rotate-signing-key',
};

interface Props {
  readonly actor: AuditEvent['actor'];
}

/** Who did it: by name where it is known, with a link to whoever that is. */
export function Actor({ actor: { type, id } }: Props) {
  const name = useName(id);
  if (type === 'system') return <strong>{SYSTEM[id] ?? `Postern (${id})`}</strong>;
  return <NamedLink type={type} id={id} name={name} />;
}
