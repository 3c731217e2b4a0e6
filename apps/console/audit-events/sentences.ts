import { AUDIT_ACTIONS, type AuditAction, type AuditEvent } from '@postern/contracts';
import {
  mdiCancel,
  mdiFormTextboxPassword,
  mdiHelp,
  mdiKeyOutline,
  mdiLoginVariant,
  mdiLogoutVariant,
  mdiPencilOutline,
  mdiPlus,
  mdiTrashCanOutline,
} from '@mdi/js';
import { CLIENTS, countOf } from '../elements/counts.js';
import { differences } from '../elements/differences.js';

/** What stands between who did it and what it was done to. */
export interface Sentence {
  readonly icon: string;
  readonly did: string;
  /** Whether it names what it was done to. */
  readonly hasSubject: boolean;
  /** What there is to add. */
  readonly rest?: string | undefined;
}

type Teller = (event: AuditEvent) => Sentence;

const plain =
  (icon: string, did: string): Teller =>
  () => ({ icon, did, hasSubject: true });

/** Of what people do to themselves. */
const own =
  (icon: string, did: string): Teller =>
  () => ({ icon, did, hasSubject: false });

const TELLERS: Readonly<Record<AuditAction, Teller>> = {
  'administrator.created': plain(mdiPlus, 'added the administrator'),
  'administrator.deleted': plain(mdiTrashCanOutline, 'deleted the administrator'),
  'administrator.password_changed': own(mdiFormTextboxPassword, 'chose another password'),
  'administrator.password_reset': plain(mdiFormTextboxPassword, 'reset the password of'),
  'administrator.signed_in': own(mdiLoginVariant, 'signed in'),
  'administrator.signed_out': own(mdiLogoutVariant, 'signed out'),
  'administrator.updated': (event) => ({
    ...(event.actor.id === event.subject.id
      ? { did: 'changed their own account', hasSubject: false }
      : { did: 'changed the administrator', hasSubject: true }),
    icon: mdiPencilOutline,
    rest: changedFields(event),
  }),
  'api.created': plain(mdiPlus, 'added the API'),
  'api.deleted': (event) => ({
    icon: mdiTrashCanOutline,
    did: 'deleted the API',
    hasSubject: true,
    rest: lossOf(event),
  }),
  'api.updated': (event) => ({
    icon: mdiPencilOutline,
    did: 'changed the API',
    hasSubject: true,
    rest: [changedFields(event), lossOf(event)].filter(Boolean).join('; ') || undefined,
  }),
  'application_client.created': plain(mdiPlus, 'added the application client'),
  'application_client.deleted': plain(mdiTrashCanOutline, 'deleted the application client'),
  'application_client.tokens_revoked': plain(mdiCancel, 'revoked all tokens of'),
  'application_client.updated': (event) => ({
    icon: mdiPencilOutline,
    hasSubject: true,
    ...clientChange(event),
  }),
  'client_secret.added': plain(mdiKeyOutline, 'added a secret to'),
  'client_secret.deleted': plain(mdiKeyOutline, 'removed a secret of'),
  'signing_key.created': plain(mdiKeyOutline, 'made the signing key'),
  'signing_key.rotation_requested': plain(mdiKeyOutline, 'asked for a new signing key in place of'),
  'signing_key.status_changed': (event) => ({
    icon: mdiKeyOutline,
    did: KEY_STEPS[String(event.after?.['status'])] ?? 'changed the signing key',
    hasSubject: true,
  }),
  'token.revoked': ({ actor, after }) => ({
    icon: mdiCancel,
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
  return { icon: mdiHelp, did: `did ${action} to`, hasSubject: true };
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
