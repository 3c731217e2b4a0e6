import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { StaticFile } from '../files/static-file.js';
import { StaticFiles } from '../files/static-files.js';
import { START_SCRIPT } from './docs-page.js';

const VIEWER = ['favicon-32x32.png', 'swagger-ui-bundle.js', 'swagger-ui.css'];
const START = 'start.js';

/** What the page that shows the API document loads. */
export class ViewerFiles extends StaticFiles {
  static async load(): Promise<ViewerFiles> {
    const files = [...VIEWER.map(fromViewer), toFile(START, Buffer.from(START_SCRIPT))];
    return new ViewerFiles(new Map(await Promise.all(files)));
  }
}

async function fromViewer(name: string): Promise<[name: string, StaticFile]> {
  return toFile(name, await readFile(new URL(import.meta.resolve(`swagger-ui-dist/${name}`))));
}

async function toFile(name: string, content: Buffer): Promise<[name: string, StaticFile]> {
  return [name, new StaticFile(name, content, { gzip: await promisify(gzip)(content) })];
}
