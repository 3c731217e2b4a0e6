import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

interface Options {
  /** Modules, by the end of their path, that a route loads lazily. */
  readonly routes: readonly string[];
  /** Of script, gzipped, that one of them may load together with all that it needs. */
  readonly mostBytes: number;
}

/** Reports what script a first visit loads, and fails the build where that is too much. */
export function firstLoad({ routes, mostBytes }: Options): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const entries = chunks.filter((chunk) => chunk.isEntry);
        for (const route of routes) {
          const page = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/${route}`));
          if (page === undefined) this.error(`No chunk begins with ${route}.`);
          const bytes = withImports([...entries, page], chunks).reduce(
            (sum, chunk) => sum + gzipSync(chunk.code).length,
            0,
          );
          if (bytes >= mostBytes)
            this.error(`${route} loads ${bytes} bytes of gzipped script; it may load ${mostBytes}.`);
          console.log(`${route} loads ${(bytes / 1000).toFixed(0)} kB of gzipped script.`);
        }
      },
    },
  };
}

/** The chunks, and all that they import statically. */
function withImports(some: readonly Rolldown.OutputChunk[], all: readonly Rolldown.OutputChunk[]) {
  const found = new Set(some);
  for (const chunk of found)
    for (const name of chunk.imports) {
      const imported = all.find(({ fileName }) => fileName === name);
      if (imported !== undefined) found.add(imported);
    }
  return [...found];
}
