import { readdir, readFile } from 'node:fs/promises';
import { CODINGS, StaticFile, type Coding } from '../files/static-file.js';
import { StaticFiles } from '../files/static-files.js';

/** What the build writes where each answer has a nonce of its own. */
const NONCE = '__CSP_NONCE__';
/** How the build calls the compressed copy of a file. */
const SUFFIXES: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };

/** What the build of the console made: its page, and all that the page loads. */
export class ConsoleFiles {
  /** @param page between its parts a nonce stands */
  private constructor(
    private readonly page: readonly string[],
    readonly assets: StaticFiles,
  ) {}

  /**
   * Reads them, once: a build that follows does not mix with this one.
   *
   * @param page where it is; `assets/` is beside it
   * @throws Error where there is no such build
   */
  static async load(
    page = new URL(import.meta.resolve('@postern/console/index.html')),
  ): Promise<ConsoleFiles> {
    const text = await readFile(page, 'utf8');
    return new ConsoleFiles(text.split(NONCE), await loadAssets(new URL('assets/', page)));
  }

  /** The page with this nonce, for one answer. */
  pageWith(nonce: string): string {
    return this.page.join(nonce);
  }
}

async function loadAssets(folder: URL): Promise<StaticFiles> {
  const names = new Set(await readdir(folder));
  const copies = new Set([...names].flatMap((name) => CODINGS.map((coding) => name + SUFFIXES[coding])));
  const read = (name: string) => readFile(new URL(encodeURIComponent(name), folder));
  const load = async (name: string): Promise<[name: string, StaticFile]> => {
    const codings = CODINGS.filter((coding) => names.has(name + SUFFIXES[coding]));
    const compressed = await Promise.all(
      codings.map(async (coding) => [coding, await read(name + SUFFIXES[coding])] as const),
    );
    return [name, new StaticFile(name, await read(name), Object.fromEntries(compressed))];
  };
  const originals = [...names].filter((name) => !copies.has(name));
  return new StaticFiles(new Map(await Promise.all(originals.map(load))));
}
