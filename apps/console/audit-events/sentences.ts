import { AUDIT_ACTIONS, type AuditAction, type AuditEvent } from '@postern/contracts';
import { IconBan, IconKey, IconLogin2, IconLogout, IconPassword, IconPencil } from '@tabler/icons-react';
import { IconPlus, IconQuestionMark, IconTrash, type Icon } from '@tabler/icons-react';
import { CLIENTS, countOf } from '../elements/counts.js';
import { differences } from '../elements/differences.js';

/** What stands between who did it and what it was done to. */
export interface Sentence {
  readonly icon: Icon;
  readonly did: string;
  /** Whether it names what it was done to. */
  readonly hasSubject: boolean;
  /** What there is to add. */
  readonly rest?: string | undefined;
}

type Teller = (event: AuditEvent) => Sentence;

const plain =
  (icon: Icon, did: string): Teller =>
  () => ({ icon, did, hasSubject: true });

/** Of what people do to themselves. */
const own =
  (icon: Icon, did: string): Teller =>
  () => ({ icon, did, hasSubject: false });

const TELLERS: Readonly<Record<AuditAction, Teller>> = {
  'administrator.created': plain(IconPlus, 'added the administrator'),
  'administrator.deleted': plain(IconTrash, 'deleted the administrator'),
  'administrator.password_changed': own(IconPassword, 'chose another password'),
  'administrator.password_reset': plain(IconPassword, 'reset the password of'),
  'administrator.signed_in': own(IconLogin2, 'signed in'),
  'administrator.signed_out': own(IconLogout, 'signed out'),
  'administrator.updated': (event) => ({
    ...(event.actor.id === event.subject.id
      ? { did: 'changed their own account', hasSubject: false }
      : { did: 'changed the administrator', hasSubject: true }),
    icon: IconPencil,
    rest: changedFields(event),
  }),
  'api.created': plain(IconPlus, 'added the API'),
  'api.deleted': (event) => ({
    icon: IconTrash,
    did: 'deleted the API',
    hasSubject: true,
    rest: lossOf(event),
  }),
  'api.updated': (event) => ({
    icon: IconPencil,
    did: 'changed the API',
    hasSubject: true,
    rest: [changedFields(event), lossOf(event)].filter(Boolean).join('; ') || undefined,
  }),
  'application_client.created': plain(IconPlus, 'added the application client'),
  'application_client.deleted': plain(IconTrash, 'deleted the application client'),
  'application_client.tokens_revoked': plain(IconBan, 'revoked all tokens of'),
  'application_client.updated': (event) => ({
    icon: IconPencil,
    hasSubject: true,
    ...clientChange(event),
  }),
  'client_secret.added': plain(IconKey, 'added a secret to'),
  'client_secret.deleted': plain(IconKey, 'removed a secret of'),
  'signing_key.created': plain(IconKey, 'made the signing key'),
  'signing_key.rotation_requested': plain(IconKey, 'asked for a new signing key in place of'),
  'signing_key.status_changed': (event) => ({
    icon: IconKey,
    did: KEY_STEPS[String(event.after?.['status'])] ?? 'changed the signing key',
    hasSubject: true,
  }),
  'token.revoked': ({ actor, after }) => ({
    icon: IconBan,
    did: after?.['client_id'] === actor.id ? 'revoked one of its own tokens' : 'revoked a token',
    hasSubject: false,
  }),
};

const KEY_STEPS: Readonly<Record<string, string>> = {
  active: 'began to sign with the key',
  retiring: 'stopped signing with the key',
  retired: 'withdrew the signing key',
};

/** An event in words; what a later version writes is told by its own name. */
export function sentenceOf(event: AuditEvent): Sentence {
  const { action } = event;
  if (Object.hasOwn(AUDIT_ACTIONS, action)) return TELLERS[action as AuditAction](event);
  return { icon: IconQuestionMark, did: `did ${action} to`, hasSubject: true };
}

function clientChange(event: AuditEvent): Pick<Sentence, 'did' | 'rest'> {
  const [was, is] = [event.before?.['status'], event.after?.['status']];
  if (was === is) return { did: 'changed the application client', rest: changedFields(event) };
  return { did: `${is === 'active' ? 'enabled' : 'disabled'} the application client` };
}

function changedFields({ before, after }: AuditEvent): string | undefined {
  const labels = differences(before, after).map(({ label }) => label.toLowerCase());
  return labels.length === 0 ? undefined : new Intl.ListFormat('en').format(labels);
}

function lossOf({ affected_clients: count }: AuditEvent): string | undefined {
  return count ? `${countOf(count, CLIENTS)} lost something by it` : undefined;
}
