import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../refusal.js';
import { DECLARED_FIELDS } from './declaration.js';
import { readDeclaration } from './read-declaration.js';
import { writeDeclaration } from './write-declaration.js';

const read = (...texts: string[]) =>
  readDeclaration(texts.map((text, index) => ({ name: `file${index + 1}`, text })));
const problemsOf = (...texts: string[]): readonly string[] => {
  try {
    read(...texts);
  } catch (error) {
    if (error instanceof Refusal) return error.lines;
    throw error;
  }
  return [];
};

describe('a file', () => {
  it('declares what stands in it and no default', () => {
    const text = 'clients:\n  - name: " Orders "\n    scopes: [a, a]\n';
    expect(read(text)).toEqual({
      api: undefined,
      client: [{ at: 'file1:2:', fields: { name: 'Orders', scopes: ['a'] } }],
    });
    expect(read('')).toEqual({ api: undefined, client: undefined });
  });

  it('may say once what several have', () => {
    const text = 'clients:\n- &a { name: A, scopes: [a] }\n- <<: *a\n  name: B\n- { name: C, scopes: [b] }\n';
    expect(read(text).client?.map(({ fields }) => fields)).toEqual([
      { name: 'A', scopes: ['a'] },
      { name: 'B', scopes: ['a'] },
      { name: 'C', scopes: ['b'] },
    ]);
  });

  it('declares one whole with others', () => {
    const apis = 'apis: [{ audience: "https://a.example", name: A }]';
    const { api, client } = read(apis, 'clients: [{ name: B }]', 'clients:\n- name: C\n');
    expect(api).toHaveLength(1);
    expect(client?.map(({ at, fields }) => [at, fields['name']])).toEqual([
      ['file2:1:', 'B'],
      ['file3:2:', 'C'],
    ]);
  });

  it('is refused with all that is wrong with it, each with its line and what to do', () => {
    const text = `apis:
  - audience: nope
    nam: Billing
clients:
  - name: Orders
    colour: red
    scopes: x
    status: off
  - name: 12
    description:
  - name: ""
    grants: [{ audience: "https://a.example", scopes: [" "] }]
  - &a
    nothing: here
  - *a
servers: []
`;
    const { api, client } = DECLARED_FIELDS;
    const ofClients = `is not a field that can be declared; there are ${client.join(', ')}`;
    expect(problemsOf(text, 'x: 1')).toEqual([
      expect.stringMatching(/^file1:2: apis\.0\.audience is not an absolute URI /),
      'file1:2: apis.0.name is missing',
      `file1:3: apis.0.nam is not a field that can be declared; there are ${api.join(', ')}`,
      `file1:6: clients.0.colour ${ofClients}`,
      'file1:7: clients.0.scopes is not a list',
      'file1:8: clients.0.status is not active or disabled',
      'file1:9: clients.1.name is not text; put it in quotes',
      'file1:10: clients.1.description is empty; give it a value or leave it out',
      'file1:11: clients.2.name is empty',
      'file1:12: clients.2.grants.0.scopes.0 is not a scope',
      'file1:14: clients.3.name is missing',
      `file1:14: clients.3.nothing ${ofClients}`,
      `file1:14: clients.4.nothing ${ofClients}`,
      'file1:15: clients.4.name is missing',
      'file1:16: servers is not a field that can be declared; there are apis, clients',
      'file2:1: x is not a field that can be declared; there are apis, clients',
    ]);
  });

  it('is refused with what it declares twice, also beside another file', () => {
    const id = `pcl_${'a'.repeat(22)}`;
    const one = `clients:\n- name: A\n- { name: A, client_id: ${id} }\n`;
    expect(problemsOf(one)).toEqual([]);
    expect(problemsOf(one, one)).toEqual([
      `file2:3: client ${id} is declared in file1:3 too`,
      'file2:2: client "A" is declared in file1:2 too; tell them apart by client_id, or give one another name',
    ]);
  });

  it.each([
    'clients: [',
    'a: 1\na: 2',
    '&a [*a]',
    '- x',
    'x',
    'clients: {}',
    'clients: [1]',
    '!!js/function x',
    '? [a]: b\n: c',
    'clients: []\n---\nclients: []',
    'a: &a [1,1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
  ])('is refused as %j', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('that was exported reads back as what there is, with client IDs only for namesakes', () => {
    const id = (letter: string) => `pcl_${letter.repeat(22)}`;
    const client = (letter: string, name: string) => ({
      client_id: id(letter),
      name,
      scopes: ['a'],
      version: 3,
    });
    const state = {
      api: [
        { api_id: 'x', audience: 'https://a.example', name: 'A: "b" #c', built_in: false, version: 1 },
        { api_id: 'y', audience: 'urn:ours', name: 'Ours', built_in: true, version: 1 },
      ],
      client: [client('a', 'Twin'), client('b', 'Twin'), client('c', 'Single')],
    };
    const { api, client: clients } = read(writeDeclaration(state));
    expect(api?.map(({ fields }) => fields)).toEqual([{ audience: 'https://a.example', name: 'A: "b" #c' }]);
    expect(clients?.map(({ fields }) => fields)).toEqual([
      { client_id: id('a'), name: 'Twin', scopes: ['a'] },
      { client_id: id('b'), name: 'Twin', scopes: ['a'] },
      { name: 'Single', scopes: ['a'] },
    ]);
  });
});
