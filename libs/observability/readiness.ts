/** Something that a process needs to be of use, as its connection to NATS. */
interface Connection {
  readonly connected: boolean;
  /** Connected, and not let hear what this process is there for. */
  readonly deaf: boolean;
}

/** Whether new work should come to this process. */
export class Readiness {
  private connection: Connection | undefined;
  private stopping = false;

  get status(): 'starting' | 'ready' | 'disconnected' | 'deaf' | 'stopping' {
    if (this.stopping) return 'stopping';
    if (this.connection === undefined) return 'starting';
    if (!this.connection.connected) return 'disconnected';
    return this.connection.deaf ? 'deaf' : 'ready';
  }

  /** It has started: from now on it is ready while this is connected, and hears. */
  begin(connection: Connection): void {
    this.connection = connection;
  }

  /** For good: it is about to stop. */
  stop(): void {
    this.stopping = true;
  }
}
