/**
 * The table of metrics in docs/operations.md.
 * @param {readonly { name: string, type: string, help: string, labels: Record<string, string> }[]} metrics
 */
export function metricsTable(metrics) {
  const rows = metrics.map(({ name, type, help, labels }) => {
    const meanings = Object.entries(labels).map(([label, values]) => `\`${label}\`: ${values}`);
    return `| \`${name}\` | ${type} | ${meanings.join('<br>')} | ${help} |`;
  });
  return ['| name | type | labels | meaning |', '|---|---|---|---|', ...rows].join('\n');
}
