/**
 * @typedef {object} Metric
 * @property {string} name
 * @property {string} type
 * @property {string} help
 * @property {Readonly<Record<string, string>>} labels
 */

/**
 * The table of metrics in docs/operations.md; of those that several services have, one row.
 * @param {Readonly<Record<string, readonly Metric[]>>} services
 */
export function metricsTable(services) {
  const all = Object.entries(services).flatMap(([of, metrics]) =>
    metrics.map((metric) => ({ of, ...metric })),
  );
  const names = [...new Set(all.map(({ name }) => name))];
  const rows = names.map((name) => {
    const same = all.filter((metric) => metric.name === name);
    const { type, help, labels } = /** @type {typeof all[number]} */ (same[0]);
    const meanings = Object.keys(labels).map((label) => {
      const values = new Set(same.map((metric) => metric.labels[label]));
      return `\`${label}\`: ${[...values].join('; ')}`;
    });
    const of = same.map((metric) => metric.of).join(', ');
    return `| \`${name}\` | ${type} | ${of} | ${meanings.join('<br>')} | ${help} |`;
  });
  return ['| name | type | of | labels | meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}
