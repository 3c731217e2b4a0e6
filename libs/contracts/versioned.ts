/**
 * What lets two releases run side by side. A field may be added without a new version, since who does not know it ignores
 * it. One that must not be ignored, or anything that means something else than before, takes a new version, over two
 * releases: the first one reads it and goes on sending the old one, the second one sends it.
 */
export interface Versioned {
  /** What is sent; 1 unless given. */
  readonly version: number;
  /** What is understood when it comes; what is sent unless given. */
  readonly reads: readonly number[];
}

export function versioned({ version = 1, reads = [version] }: Partial<Versioned>): Versioned {
  return { version, reads };
}
