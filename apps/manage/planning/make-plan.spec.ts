import { describe, expect, it } from '@jest/globals';
import type { Fields, State } from '../kinds.js';
import { Refusal } from '../refusal.js';
import { makePlan } from './make-plan.js';
import { printPlan } from './print-plan.js';

const AUDIENCE = 'https://billing.example';
const scopes = (...names: string[]) => names.map((name) => ({ name, description: '' }));
const api = (fields: Fields = {}) => ({
  ...{ api_id: 'api_1', audience: AUDIENCE, name: 'Billing', scopes: scopes('r', 'w'), built_in: false },
  ...{ version: 1, ...fields },
});
const client = (client_id: string, name: string, granted?: string[]) => ({
  ...{ client_id, name, description: '', status: 'active', scopes: ['a', 'b'], version: 4 },
  grants: granted === undefined ? [] : [{ audience: AUDIENCE, scopes: granted }],
});

interface Given {
  readonly apis?: Fields[];
  readonly clients?: Fields[];
  readonly prune?: boolean;
}
function planOf({ apis, clients, prune = false }: Given, there: { api?: Fields[]; client?: Fields[] } = {}) {
  const state = { api: there.api ?? [], client: there.client ?? [] } as unknown as State;
  const declared = (all?: Fields[]) => all?.map((fields) => ({ at: 'f:1:', fields }));
  return makePlan({ api: declared(apis), client: declared(clients) }, state, { prune, self: 'self' });
}
const linesOf = (...asked: Parameters<typeof planOf>) => printPlan(planOf(...asked));
const problemsOf = (...asked: Parameters<typeof planOf>) => {
  try {
    planOf(...asked);
  } catch (error) {
    if (error instanceof Refusal) return error.lines;
    throw error;
  }
  return [];
};

describe('a plan', () => {
  it('has nothing to do where all is as declared, in whatever order', () => {
    const declared = { apis: [{ audience: AUDIENCE, name: 'Billing', scopes: scopes('w', 'r') }] };
    expect(
      linesOf(
        { ...declared, clients: [{ name: 'A', scopes: ['b', 'a'] }] },
        { api: [api()], client: [client('1', 'A')] },
      ),
    ).toEqual(['Nothing to do: all is as declared.']);
  });

  it('names each field that changes, and leaves the ones alone that are not declared', () => {
    const lines = linesOf({ clients: [{ name: 'A', status: 'disabled' }] }, { client: [client('1', 'A')] });
    expect(lines).toEqual([
      '~ client "A"',
      '    status: "active" → "disabled"',
      'Plan: 0 to create, 1 to change, 0 to delete.',
    ]);
  });

  it('deletes nothing unless told to prune, and then not itself, nothing built in, and nothing of a list that is absent', () => {
    const there = {
      api: [api(), api({ audience: 'urn:ours', built_in: true })],
      client: [client('1', 'A'), client('self', 'Me')],
    };
    expect(planOf({ apis: [], clients: [] }, there)).toEqual({
      steps: [],
      left: [`API ${AUDIENCE}`, 'client "A"'],
    });
    const pruned = planOf({ apis: [], clients: [], prune: true }, there).steps;
    expect(pruned.map(({ action, label }) => [action, label])).toEqual([
      ['delete', '"A"'],
      ['delete', AUDIENCE],
    ]);
    expect(planOf({ clients: [], prune: true }, there).steps.map(({ kind }) => kind)).toEqual(['client']);
  });

  it('takes client_id for a client that is renamed, and refuses names that say too little', () => {
    const there = { client: [client('1', 'Twin'), client('2', 'Twin')] };
    expect(linesOf({ clients: [{ client_id: '1', name: 'First' }, { name: 'Twin' }] }, there)[1]).toBe(
      '    name: "Twin" → "First"',
    );
    expect(problemsOf({ clients: [{ name: 'Twin' }, { client_id: '3', name: 'x' }] }, there)).toEqual([
      'f:1: client "Twin": several clients have this name; say which by client_id: 1, 2',
      'f:1: client "x": there is no client with this client_id; to create one, leave client_id out',
    ]);
  });

  it('shows of lists what goes and what comes', () => {
    const lines = linesOf({ clients: [{ name: 'A', scopes: ['c', 'b'] }] }, { client: [client('1', 'A')] });
    expect(lines.slice(1, 3)).toEqual(['    scopes: - "a"', '    scopes: + "c"']);
  });

  it('refuses grants on what there will not be once it is done', () => {
    const wants = (scope: string) => ({ name: 'A', grants: [{ audience: AUDIENCE, scopes: [scope] }] });
    const there = { api: [api()] };
    expect(problemsOf({ clients: [wants('r')] }, there)).toEqual([]);
    expect(problemsOf({ clients: [wants('x'), { name: 'B', resource_server_for: 'urn:b' }] }, there)).toEqual(
      [
        `f:1: client "A": grants: the API ${AUDIENCE} has no scope x`,
        'f:1: client "B": resource_server_for: there is no API urn:b',
      ],
    );
    const gone = `f:1: client "A": grants: there is no API ${AUDIENCE}`;
    expect(problemsOf({ apis: [], clients: [wants('r')], prune: true }, there)).toEqual([gone]);
    const declared = { audience: AUDIENCE, name: 'Billing', scopes: scopes('x') };
    expect(problemsOf({ apis: [declared], clients: [wants('x')] })).toEqual([]);
  });

  it('refuses a new client that lacks its keys, and says where it stands', () => {
    const method = { token_endpoint_auth_method: 'private_key_jwt' };
    expect(problemsOf({ clients: [{ name: 'A', ...method }] })).toEqual([
      'f:1: client "A": jwks is missing: private_key_jwt needs jwks or jwks_uri',
    ]);
  });

  it.each([
    [{ status: 'disabled' }, 'status: it would be disabled'],
    [{ scopes: ['clients:read', 'clients:write', 'apis:read'] }, 'scopes: it would lose apis:write'],
    [
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example' },
      'token_endpoint_auth_method: its secret would be worth nothing',
    ],
  ])('refuses to lock out the client that it runs as: %j', (fields, reason) => {
    const own = ['clients:read', 'clients:write', 'apis:read', 'apis:write', 'audit:read'];
    const there = {
      client: [
        {
          ...client('self', 'Me'),
          scopes: own,
          token_endpoint_auth_method: 'client_secret_basic',
          jwks_uri: null,
        },
      ],
    };
    expect(problemsOf({ clients: [{ name: 'Me', ...fields }] }, there)).toEqual([
      `f:1: client "Me": ${reason}, and the program runs as this client`,
    ]);
    expect(problemsOf({ clients: [{ name: 'Me', scopes: own.slice(0, 4) }] }, there)).toEqual([]);
  });

  it('refuses what is a part of Postern', () => {
    const there = { api: [api({ built_in: true })] };
    expect(problemsOf({ apis: [{ audience: AUDIENCE, name: 'x' }] }, there)).toHaveLength(1);
  });

  it('gives scopes before clients get them, and takes them after clients lost them', () => {
    const steps = planOf(
      {
        apis: [{ audience: AUDIENCE, name: 'Billing', scopes: scopes('r', 'x') }],
        clients: [{ name: 'A', grants: [{ audience: AUDIENCE, scopes: ['x'] }] }],
      },
      { api: [api()], client: [client('1', 'A', ['w'])] },
    ).steps;
    const seen = steps.map((step) => [step.kind, step.action === 'update' && step.differences[0]?.to]);
    expect(seen).toEqual([
      ['api', scopes('r', 'w', 'x')],
      ['client', [{ audience: AUDIENCE, scopes: ['x'] }]],
      ['api', scopes('r', 'x')],
    ]);
    expect(steps.map((step) => step.action === 'update' && step.affectedClients)).toEqual([0, 0, 0]);
  });

  it('counts the clients that would lose grants, or the rights of a resource server', () => {
    const there = {
      api: [api()],
      client: [
        ...[client('1', 'A', ['w']), client('2', 'B', ['r']), client('3', 'C')],
        { ...client('4', 'D'), resource_server_for: AUDIENCE },
      ],
    };
    const narrowed = linesOf({ apis: [{ audience: AUDIENCE, name: 'Billing', scopes: scopes('r') }] }, there);
    expect(narrowed).toContain('    takes grants from 1 application client: needs --force');
    const deleted = linesOf({ apis: [], prune: true }, there);
    expect(deleted).toContain('    takes grants from 3 application clients: needs --force');
  });
});
