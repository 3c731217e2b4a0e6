import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { readQuery } from './promql.js';

const MONITORING = new URL('../../../k8s/monitoring/', import.meta.url);

interface Target {
  readonly expr: string;
  readonly legendFormat: string;
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly Target[];
}

export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export async function readDashboard(): Promise<Dashboard> {
  return JSON.parse(await readFile(new URL('dashboard.json', MONITORING), 'utf8')) as Dashboard;
}

export async function readRules(): Promise<Rule[]> {
  const { spec } = parse(await readFile(new URL('rules.yaml', MONITORING), 'utf8')) as {
    spec: { groups: { rules: Rule[] }[] };
  };
  return spec.groups.flatMap(({ rules }) => rules);
}

/** Every query of the dashboard and of the rules, with where it stands and the labels that are shown of its answer. */
export async function allQueries() {
  const panels = (await readDashboard()).panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({ where: title, expr, shown: shownIn(legendFormat) })),
  );
  const rules = (await readRules()).map(({ alert, record, expr, annotations = {} }) => ({
    where: alert ?? record!,
    expr,
    shown: shownIn(Object.values(annotations).join()),
  }));
  return [...panels, ...rules].map((query) => ({ ...query, ...readQuery(query.expr) }));
}

/** As `{{pod}}` in a legend, or `{{ $labels.pod }}` in an annotation. */
function shownIn(text: string): string[] {
  return [...text.matchAll(/\{\{ *(?:\$labels\.)?(\w+) *\}\}/g)].map(([, label]) => label!);
}
