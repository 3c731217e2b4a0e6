import { parser } from '@prometheus-io/lezer-promql';

/** What a query asks for. */
export interface ReadQuery {
  readonly selectors: readonly Selector[];
  /** Labels of `by (…)` and `on (…)`. */
  readonly grouping: readonly string[];
}

export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

/**
 * Reads a query of the dashboard or of the rules, with something in the place of Grafana's variables.
 *
 * @throws Error where it is none
 */
export function readQuery(text: string): ReadQuery {
  const query = text.replaceAll('$__rate_interval', '1m').replaceAll('$namespace', 'postern');
  const selectors: { metric: string; matchers: { label: string; operator: string; value: string }[] }[] = [];
  const grouping: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from, to, node }) => {
      const said = query.slice(from, to);
      if (type.isError) throw new Error(`not PromQL at ${from}: ${query}`);
      if (type.name === 'VectorSelector') selectors.push({ metric: '', matchers: [] });
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        selectors.at(-1)!.metric = said;
      if (type.name === 'LabelName' && node.parent?.name === 'GroupingLabels') grouping.push(said);
      if (type.name === 'UnquotedLabelMatcher') {
        const [, label = '', operator = '', value = ''] = /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(said) ?? [];
        selectors.at(-1)!.matchers.push({ label, operator, value });
      }
    },
  });
  if (selectors.length === 0) throw new Error(`asks for nothing: ${query}`);
  return { selectors, grouping };
}
