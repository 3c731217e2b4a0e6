import type { OwnPostern } from '../system/own-postern.js';

/** One line of an answer to Prometheus. */
export interface Series {
  /** As `name` of a counter or gauge, or with `_bucket`, `_sum` and `_count` of a histogram. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Every series of every replica, with the job that Prometheus adds. */
export async function allSeries(postern: OwnPostern): Promise<Series[]> {
  const answers = await Promise.all(
    postern.services.map(async (service) => {
      const { status, body } = await postern.monitor(service, '/metrics');
      if (status !== 200) throw new Error(`${service.name} answers ${status}`);
      return readSeries(body).map((one) => ({ ...one, labels: { ...one.labels, job: service.name } }));
    }),
  );
  return answers.flat();
}

/** Sum over all replicas of the series with this name and these labels; 0 where there is none. */
export function sumOf(series: readonly Series[], name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels);
  return series
    .filter((one) => one.name === name && wanted.every(([label, value]) => one.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

/** @param text in the text format of Prometheus */
export function readSeries(text: string): Series[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return {
      name,
      labels: Object.fromEntries(pairs.map(([, label, said]) => [label, said])) as Record<string, string>,
      value: Number(value),
    };
  });
}
