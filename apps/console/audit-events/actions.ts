import { AUDIT_ACTIONS, type AuditAction } from '@postern/contracts';
import type { Noun } from '../elements/counts.js';

export const AUDIT_EVENTS: Noun = { one: 'audit event', many: 'audit events' };

/** `Application client tokens revoked`. */
export function actionLabel(action: string): string {
  const words = action.replaceAll(/[._]/g, ' ').replace(/^api\b/, 'API');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Every action to choose from, by name. */
export const ACTIONS = (Object.keys(AUDIT_ACTIONS) as AuditAction[])
  .map((action) => ({ value: action, label: actionLabel(action) }))
  .sort((one, other) => one.label.localeCompare(other.label, 'en'));
