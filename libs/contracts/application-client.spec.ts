import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { applicationClientChange, newApplicationClient } from './application-client.js';
import { fieldProblems } from './field-problems.js';

/** Problems of a body, or what it was understood as. */
function read(schema: z.ZodType, body: unknown) {
  const result = schema.safeParse(body);
  return result.success ? result.data : fieldProblems(result.error);
}

const create = (body: unknown) => read(newApplicationClient, body);
const problem = (field: string, message: string) => [{ field, message }];

describe('the body of a create', () => {
  it('needs a name alone', () => {
    expect(create({ name: 'Billing' })).toEqual({
      name: 'Billing',
      description: '',
      scopes: [],
      grants: [],
      token_lifetime_seconds: null,
      resource_server_for: null,
      token_endpoint_auth_method: 'client_secret_basic',
      jwks: null,
      jwks_uri: null,
      allowed_addresses: [],
    });
  });

  it.each([
    'client_id',
    'client_secret',
    'status',
    'version',
    'created_at',
    'tokens_since',
    'hash',
    'constructor',
    '__proto__',
  ])('30: is refused for %s, by its name', (field) => {
    // As a body arrives: here __proto__ is a field like any other.
    const body: unknown = JSON.parse(`{"name":"a","${field}":{}}`);
    expect(create(body)).toEqual(problem(field, 'is not a field that can be set'));
  });

  it('30: names every unknown field and every wrong one at once', () => {
    expect(create({ name: '', id: 1, hash: 2 })).toEqual([
      { field: 'name', message: 'is empty' },
      { field: 'id', message: 'is not a field that can be set' },
      { field: 'hash', message: 'is not a field that can be set' },
    ]);
  });

  it.each([undefined, null, 'a', 1, true, []])('is refused as %j', (body) => {
    expect(newApplicationClient.safeParse(body).success).toBe(false);
  });
});

describe('allowed addresses', () => {
  const allow = (allowed: unknown) => {
    const understood = create({ name: 'a', allowed_addresses: allowed });
    return Array.isArray(understood)
      ? understood
      : (understood as { allowed_addresses: unknown }).allowed_addresses;
  };

  it.each([[[]], [['192.0.2.0/24', '2001:db8::/32', '192.0.2.7', '2001:db8::7', '::ffff:c000:200/120']]])(
    'are taken as %j',
    (blocks) => {
      expect(allow(blocks)).toEqual(blocks);
    },
  );

  it.each([
    '',
    '192.0.2.0/33',
    '2001:db8::/129',
    '192.0.2.0/',
    '192.0.2/24',
    '192.0.2.07',
    '0x7f000001',
    '1',
    'example.org',
    '192.0.2.0/24,192.0.3.0/24',
    ' 192.0.2.7',
    'fe80::1%eth0',
    null,
    {},
    7,
  ])('are refused with %j among them, and it is named', (block) => {
    expect(allow(['192.0.2.7', block])).toEqual(
      problem(
        'allowed_addresses.1',
        'is neither a CIDR block, such as 192.0.2.0/24 or 2001:db8::/32, nor an IP address',
      ),
    );
  });

  it.each([
    ['192.0.2.7', 'are not a list of CIDR blocks'],
    [null, 'are not a list of CIDR blocks'],
    [['192.0.2.7', '192.0.2.7'], 'name a CIDR block twice'],
    [Array.from({ length: 51 }, (_, host) => `192.0.2.${host}`), 'are more than 50 CIDR blocks'],
  ])('are refused as %j', (blocks, message) => {
    expect(allow(blocks)).toEqual(problem('allowed_addresses', message));
  });
});

describe('scopes', () => {
  it('are kept once each, in their order', () => {
    expect(create({ name: 'a', scopes: ['b', 'a', 'b'] })).toMatchObject({ scopes: ['b', 'a'] });
  });

  it.each(['', 'a b', 'a"', 'a\\', 'a\n', 'é'])('6: are scope-tokens, unlike %j', (scope) => {
    expect(create({ name: 'a', scopes: ['ok', scope] })).toEqual(problem('scopes.1', 'is not a scope'));
  });

  it('are at most 100, of at most 100 characters', () => {
    const many = Array.from({ length: 101 }, (_, index) => `s${index}`);
    expect(create({ name: 'a', scopes: many })).toEqual(problem('scopes', 'are more than 100 scopes'));
    expect(create({ name: 'a', scopes: ['s'.repeat(101)] })).toEqual(
      problem('scopes.0', 'is longer than 100 characters'),
    );
  });
});

describe('the body of an update', () => {
  const update = (body: unknown) => read(applicationClientChange, body);

  it('changes only what it names', () => {
    expect(update({})).toEqual({});
    expect(update({ status: 'disabled' })).toEqual({ status: 'disabled' });
    expect(update({ name: ' b ', scopes: ['x', 'x'] })).toEqual({ name: 'b', scopes: ['x'] });
  });

  it('holds its fields to the rules of a create', () => {
    expect(update({ name: '' })).toEqual(problem('name', 'is empty'));
    expect(update({ version: 2 })).toEqual(problem('version', 'is not a field that can be set'));
    expect(applicationClientChange.safeParse({ status: 'deleted' }).success).toBe(false);
    expect(applicationClientChange.safeParse({ name: null }).success).toBe(false);
  });
});
