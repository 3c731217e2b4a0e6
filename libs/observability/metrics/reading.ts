import { Gauge, type GaugeConfiguration } from 'prom-client';

type Labels<Label extends string> = Readonly<Partial<Record<Label, string>>>;

/** A gauge without a value of its own: it is read when it is asked for, so it is never out of date. */
export class Reading<Label extends string> {
  private readonly sources: { labels: Labels<Label>; read: () => number | undefined }[] = [];

  constructor(options: GaugeConfiguration<Label>) {
    const { sources } = this;
    new Gauge({
      ...options,
      collect() {
        this.reset();
        for (const { labels, read } of sources) {
          const value = read();
          if (value !== undefined) this.set(labels, value);
        }
      },
    });
  }

  /** @param read quick, and without a question to others; where it says `undefined` there is no such figure now */
  from(read: () => number | undefined, labels?: Labels<Label>): void {
    this.sources.push({ labels: labels ?? ({} as Labels<Label>), read });
  }
}
