import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '../audit-actions.js';
import { z } from 'zod';
import { fieldProblems } from '../field-problems.js';
import { auditEventFilter, auditListQuery, listAuditEvents } from './list-audit-events.js';

function problems(query: unknown) {
  const result = auditListQuery.safeParse(query);
  return result.success ? [] : fieldProblems(result.error);
}

describe('the query of audit events', () => {
  it('passes from the edge to the service as it is', () => {
    const query = { limit: '7', from: '2026-01-01T00:00:00.00001+01:00', actor_id: 'someone' };
    const parsed = auditListQuery.parse(query);
    expect(listAuditEvents.request.parse(parsed)).toEqual({ ...parsed, order: 'newest_first' });
  });

  it.each([
    [{ action: 'application_client.hacked' }, 'action', /^is none of .*application_client\.created/],
    [{ from: 'yesterday' }, 'from', /RFC 3339/],
    [{ from: '2026-01-01T00:00:00 01:00' }, 'from', /%2B/],
    [{ actor_id: '' }, 'actor_id', /empty/],
    [{ subject_id: 'a\0' }, 'subject_id', /character/],
    [{ request_id: 'a'.repeat(256) }, 'request_id', /longer/],
    [{ order: 'oldest_first' }, 'order', /not a field/],
    [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 'to', /not later than from/],
    [{ from: '2026-01-01T01:00:00Z', to: '2026-01-01T01:00:00.000Z' }, 'to', /not later than from/],
  ])('refuses %j and says why', (query, field, message) => {
    expect(problems(query)).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  it.each([['a', 'b'], { $ne: '' }, null, 1, true])('refuses %j, which is no text', (value) => {
    for (const field of ['actor_id', 'action', 'subject_id', 'from', 'to', 'request_id']) {
      expect(problems({ [field]: value })[0]).toMatchObject({ field });
    }
  });

  it('of an export has no pages', () => {
    expect(auditEventFilter.safeParse({ limit: '1' }).success).toBe(false);
    expect(auditEventFilter.safeParse({ cursor: 'x' }).success).toBe(false);
    expect(auditEventFilter.safeParse({ actor_id: 'x' }).success).toBe(true);
  });
});

describe('the actions in the audit log', () => {
  it.each(Object.entries(AUDIT_ACTIONS))('%s says what was done to what', (action, { subject, state }) => {
    expect(action).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
    expect(subject).toMatch(/^[a-z]+(_[a-z]+)*$/);
    const kept = JSON.stringify(z.toJSONSchema(state, { unrepresentable: 'any' }));
    expect(kept).not.toMatch(/"((client_)?secret|[a-z_]*hash|password|access_token|private_[a-z]+)":/i);
  });
});
