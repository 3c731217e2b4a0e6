import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FAILURES } from '@postern/contracts';
import { TestResources } from '@postern/testing';
import { anchorsOf } from '@postern/tools/docs';
import type { OwnPostern } from '../system/own-postern.js';
import { bearer } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { allSeries, type Series } from './exposition.js';
import { readQuery } from './promql.js';
import { allQueries, readDashboard, readRules } from './queries.js';

/** What Prometheus and the operator add to whatever they scrape. */
const TARGET_LABELS = ['namespace', 'job', 'pod', 'instance', 'container'];
/** What others tell: Prometheus itself, and kube-state-metrics. */
const OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  up: TARGET_LABELS,
  kube_deployment_spec_replicas: ['namespace', 'deployment'],
  kube_deployment_status_replicas_available: ['namespace', 'deployment'],
};

const resources = new TestResources();
let postern: OwnPostern;
let series: Series[];
let operations: string;
/** Of each metric its labels. */
const known = new Map<string, Set<string>>();
/** What docs/operations.md, which is made from the code, says of the labels of a metric. */
const documented = new Map<string, string>();

beforeAll(async () => {
  operations = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  for (const [, name, labels] of operations.matchAll(/^\| `(postern_\w+)` +\|[^|]*\|[^|]*\|([^|]*)\|/gm))
    documented.set(name!, labels!);
  postern = await startPostern(resources);
  const client = await postern.createClient({ scopes: ['reports:read'] });
  const token = await postern.accessToken(client);
  await postern.introspect(client, token);
  await postern.ask('/edge/authorize', { headers: bearer(token) });
  const { client_id, client_secret } = client;
  await postern.post('/oauth2/revoke', { token, client_id, client_secret });
  await postern.deleteClient(client);
  series = await allSeries(postern);
  for (const { name, labels } of series) {
    known.set(name, new Set([...(known.get(name) ?? TARGET_LABELS), ...Object.keys(labels)]));
  }
  for (const [name, text] of documented) {
    for (const suffix of ['', '_bucket', '_sum', '_count']) {
      const labels = [...text.matchAll(/`(\w+)`:/g)].map(([, label]) => label!);
      const before = known.get(name + suffix);
      known.set(
        name + suffix,
        new Set([...(before ?? TARGET_LABELS), ...labels, ...(suffix === '_bucket' ? ['le'] : [])]),
      );
    }
  }
  for (const { record, expr } of await readRules())
    if (record) known.set(record, new Set(readQuery(expr).grouping));
  for (const [name, labels] of Object.entries(OF_OTHERS)) known.set(name, new Set(labels));
});
afterAll(() => resources.release());

/** Whether such a value is, or may be, in that label. */
function mayBe(metric: string, label: string, value: string): boolean {
  if (['namespace', 'deployment'].includes(label)) return true;
  if (label === 'job') return postern.services.some(({ name }) => name === value);
  // What a rule records has the values of what it is made from.
  const isRecorded = metric.includes(':');
  if (series.some(({ name, labels }) => (isRecorded || name === metric) && labels[label] === value))
    return true;
  const about = documented.get(metric.replace(/_(bucket|sum|count)$/, '')) ?? '';
  return (
    about.includes(`\`${value}\``) || (/code of the failure/.test(about) && Object.hasOwn(FAILURES, value))
  );
}

describe('the queries of dashboard and rules', () => {
  it('ask for metrics, labels and values that the running system has', async () => {
    const wrong: string[] = [];
    for (const { where, selectors, grouping, shown } of await allQueries()) {
      const labels = new Set<string>();
      for (const { metric, matchers } of selectors) {
        const own = known.get(metric);
        if (own === undefined) wrong.push(`${where}: there is no metric ${metric}`);
        for (const label of own ?? []) labels.add(label);
        for (const { label, operator, value } of matchers) {
          if (!own?.has(label)) wrong.push(`${where}: ${metric} has no label ${label}`);
          const values = operator.includes('~')
            ? value.split('|').filter((one) => /^[\w/]+$/.test(one))
            : [value];
          for (const one of values) {
            if (!mayBe(metric, label, one)) wrong.push(`${where}: ${label} of ${metric} is never ${one}`);
          }
        }
      }
      for (const label of [...grouping, ...shown])
        if (!labels.has(label)) wrong.push(`${where}: nothing in it has a label ${label}`);
    }
    expect(wrong).toEqual([]);
  });

  it('show and watch every metric that is documented', async () => {
    const asked = (await allQueries()).flatMap(({ selectors }) => selectors.map(({ metric }) => metric));
    const shown = new Set(asked.map((metric) => metric.replace(/_(bucket|sum|count)$/, '')));
    expect([...documented.keys()].filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('the dashboard', () => {
  it('has its rows, a data source to choose, and no address of anybody', async () => {
    const dashboard = await readDashboard();
    expect(dashboard.uid).toBe('postern');
    expect(dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
      'Overview',
      'Token path',
      'Revocation',
      'Client service',
      'Gateway',
      'Dependencies',
      'Processes',
    ]);
    expect(dashboard.templating.list.map(({ name }) => name)).toContain('datasource');
    expect(JSON.stringify(dashboard)).not.toMatch(/https?:\/\//);
  });
});

describe('alerts', () => {
  it('say how urgent they are, what happens, and where to read what to do', async () => {
    const alerts = (await readRules()).filter(({ alert }) => alert !== undefined);
    const anchors = new Set(anchorsOf(operations));
    for (const { alert, labels, annotations } of alerts) {
      expect(['critical', 'warning']).toContain(labels?.['severity']);
      expect(annotations?.['summary']).toBeTruthy();
      expect(annotations?.['description']).toBeTruthy();
      const [page, anchor] = annotations!['runbook_url']!.split('#');
      expect(page).toBe('docs/operations.md');
      expect({ alert, has: anchors.has(anchor!) }).toEqual({ alert, has: true });
    }
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });
});
