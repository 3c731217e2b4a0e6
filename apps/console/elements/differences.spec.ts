import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.js';

const billing = {
  name: 'Billing',
  description: '',
  scopes: [{ name: 'invoices:read', description: 'Read invoices' }],
  token_lifetime_seconds: 3_600,
  built_in: false,
  version: 1,
};

describe('what differs between two states of a thing', () => {
  it('is told field by field, and no other field', () => {
    const after = { ...billing, name: 'Invoices', token_lifetime_seconds: 600, version: 2 };
    expect(differences(billing, after)).toEqual([
      { field: 'name', label: 'Name', removed: ['Billing'], added: ['Invoices'] },
      {
        field: 'token_lifetime_seconds',
        label: 'Token lifetime',
        removed: ['1 hour'],
        added: ['10 minutes'],
      },
    ]);
  });

  it('is of a list what came and what went', () => {
    const scopes = [...billing.scopes, { name: 'invoices:write', description: '' }];
    expect(differences(billing, { ...billing, scopes })).toEqual([
      { field: 'scopes', label: 'Scopes', removed: [], added: ['invoices:write'] },
    ]);
    expect(differences({ grants: [{ audience: 'urn:a:b', scopes: ['x', 'y'] }] }, { grants: [] })).toEqual([
      { field: 'grants', label: 'Grants', removed: ['urn:a:b · scopes: x, y'], added: [] },
    ]);
  });

  it('is all there is, of what was made or ended', () => {
    expect(differences(null, billing).map(({ label, added }) => [label, added])).toEqual([
      ['Name', ['Billing']],
      ['Scopes', ['invoices:read · Read invoices']],
      ['Token lifetime', ['1 hour']],
      ['Built in', ['no']],
    ]);
    expect(differences(billing, null)[0]).toMatchObject({ removed: ['Billing'], added: [] });
    expect(differences(null, null)).toEqual([]);
  });

  it('is nothing between fields that are empty in different ways', () => {
    expect(differences({ a: null, b: [] }, { a: '', c: undefined })).toEqual([]);
  });

  it('can be told of what no version of this page knows', () => {
    const unknown = { stranger: { deep: [{ a: 1 }, true] }, client_id: 'pcl_1' };
    expect(differences(null, unknown)).toEqual([
      { field: 'stranger', label: 'Stranger', removed: [], added: ['deep: a: 1, yes'] },
      { field: 'client_id', label: 'Client ID', removed: [], added: ['pcl_1'] },
    ]);
  });
});
