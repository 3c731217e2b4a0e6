/**
 * Where requests wait when the session is over. A dialog over the page opens the gate, and they go on as if nothing
 * had been; whatever was typed into the page stays.
 */
class SignInGate {
  private waiting: ((opened: boolean) => void)[] = [];
  private readonly watchers = new Set<() => void>();

  /** Resolves to whether there is a session again. */
  pass(): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.tell();
    });
  }

  /** Lets all go on that wait, or, with `false`, sends them back with what they were refused with. */
  release(opened: boolean): void {
    const released = this.waiting;
    this.waiting = [];
    for (const resolve of released) resolve(opened);
    this.tell();
  }

  readonly isAwaited = () => this.waiting.length > 0;

  readonly watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}

export const signInGate = new SignInGate();
