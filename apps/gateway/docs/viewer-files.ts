import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { START_SCRIPT } from './docs-page.js';

const TYPES = {
  'favicon-32x32.png': 'image/png',
  'start.js': 'text/javascript; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
} as const;
type Name = keyof typeof TYPES;

export interface ViewerFile {
  readonly type: string;
  readonly content: Buffer;
  readonly zipped: Buffer;
}

/** Files of the viewer, each read and compressed once it is asked for. */
export class ViewerFiles {
  private readonly files = new Map<Name, Promise<ViewerFile>>();

  /** `undefined` where there is no such file */
  get(name: string): Promise<ViewerFile> | undefined {
    return isName(name) ? this.open(name) : undefined;
  }

  private open(name: Name): Promise<ViewerFile> {
    let file = this.files.get(name);
    if (file === undefined) {
      file = load(name);
      this.files.set(name, file);
      // What could not be read may be readable later.
      file.catch(() => this.files.delete(name));
    }
    return file;
  }
}

function isName(name: string): name is Name {
  return Object.hasOwn(TYPES, name);
}

async function load(name: Name): Promise<ViewerFile> {
  const content = name === 'start.js' ? Buffer.from(START_SCRIPT) : await readFile(whereIs(name));
  return { type: TYPES[name], content, zipped: await promisify(gzip)(content) };
}

function whereIs(name: string): URL {
  return new URL(import.meta.resolve(`swagger-ui-dist/${name}`));
}
