import { Counter, Histogram, Registry } from 'prom-client';
import { Reading } from './reading.js';

/** What an operator reads of a metric. The unit stands last in its name, as Prometheus has it. */
export interface MetricFacts<Label extends string = string> {
  readonly name: string;
  readonly help: string;
  /** Of each label the values that it may have. They are few: no ID, no address, nothing that a caller makes up. */
  readonly labels: Readonly<Record<Label, string>>;
}

type MetricType = 'counter' | 'gauge' | 'histogram';

/** A set of metrics, each defined once, with what the documentation says of it. */
export class Metrics {
  protected readonly registry = new Registry();
  private readonly known: (MetricFacts & { type: MetricType })[] = [];

  counter<Label extends string>(facts: MetricFacts<Label>): Counter<Label> {
    this.known.push({ ...facts, type: 'counter' });
    return new Counter(this.options(facts));
  }

  /** @param buckets upper bounds, in the unit of the name */
  histogram<Label extends string>(facts: MetricFacts<Label>, buckets: readonly number[]): Histogram<Label> {
    this.known.push({ ...facts, type: 'histogram' });
    return new Histogram({ ...this.options(facts), buckets: [...buckets] });
  }

  /** A figure that is read whenever Prometheus asks, from wherever it is known. */
  gauge<Label extends string>(facts: MetricFacts<Label>): Reading<Label> {
    this.known.push({ ...facts, type: 'gauge' });
    return new Reading(this.options(facts));
  }

  /** The metrics that are ours, for the documentation. */
  get facts(): readonly (MetricFacts & { readonly type: MetricType })[] {
    return this.known;
  }

  /** Media type of `text()`. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All of them in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private options<Label extends string>({ name, help, labels }: MetricFacts<Label>) {
    return { name, help, labelNames: Object.keys(labels) as Label[], registers: [this.registry] };
  }
}
