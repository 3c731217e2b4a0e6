/**
 * Puts off writes to the end of the present turn of the event loop, so that all of one turn leave in one system
 * call. The client flushes after each publish by itself; under load that was a fifth of the gateway's time.
 */
export class BatchedWrites {
  private writes: (() => void)[] = [];

  /** @param write must not throw */
  add(write: () => void): void {
    if (this.writes.push(write) === 1) setImmediate(this.flush);
  }

  private readonly flush = (): void => {
    const { writes } = this;
    this.writes = [];
    for (const write of writes) write();
  };
}
