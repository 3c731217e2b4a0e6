import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Release = () => unknown;

/** Where a test notes what is to be closed at its end. */
export type Resources = Pick<TestResources, 'add'>;

/** What a test file has opened, released in reverse order by `afterAll(() => resources.release())`. */
export class TestResources {
  private readonly releases: Release[] = [];
  private released = false;

  /** Releases it at the end; at once where that was already, as after a set-up that took too long. */
  add<T>(resource: T, release: (resource: T) => unknown): T {
    if (this.released) void release(resource);
    else this.releases.push(() => release(resource));
    return resource;
  }

  /** A temporary folder that others may pass through, since Postgres runs as another user than root. */
  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'postern test '));
    await chmod(folder, 0o711);
    return this.add(folder, () => rm(folder, { recursive: true, force: true }));
  }

  /** @throws the first error of a release; the others are released all the same */
  async release(): Promise<void> {
    this.released = true;
    const errors: unknown[] = [];
    for (let next = this.releases.pop(); next !== undefined; next = this.releases.pop()) {
      try {
        await next();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
