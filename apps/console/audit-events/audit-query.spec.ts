import { describe, expect, it } from '@jest/globals';
import { auditQuery, exportPath, isFiltered } from './audit-query.js';

const query = (text: string) => auditQuery(new URLSearchParams(text));

describe('the audit events that an address asks for', () => {
  it('are all where it says nothing', () => {
    expect(query('')).toEqual({});
    expect(isFiltered(query('cursor=abc'))).toBe(false);
  });

  it('are those that it names, as it writes them', () => {
    const text = 'action=api.created&actor_id=adm_1&subject_id=api_1&request_id=r&cursor=c';
    expect(query(`${text}&from=2026-01-01T00:00:00.000Z`)).toEqual({
      action: 'api.created',
      actor_id: 'adm_1',
      subject_id: 'api_1',
      request_id: 'r',
      cursor: 'c',
      from: '2026-01-01T00:00:00.000Z',
    });
    expect(isFiltered(query('actor_id=adm_1'))).toBe(true);
  });

  it.each(['action=evil', 'action=', 'from=yesterday', 'actor_id=%00', 'limit=1', 'stranger=1'])(
    'are not spoilt by %s',
    (text) => expect(query(text)).toEqual({}),
  );

  it('are exported whatever the page', () => {
    expect(exportPath(query('action=api.created&cursor=c'))).toBe('/v1/audit-events?action=api.created');
    expect(exportPath({})).toBe('/v1/audit-events');
  });
});
