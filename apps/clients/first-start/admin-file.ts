import { readFile, rename, writeFile } from 'node:fs/promises';
import type { FirstCredentials } from './first-start.js';

/** The file in which the first start leaves its credentials; only its owner can read it. */
export class AdminFile {
  constructor(
    private readonly path: string,
    private readonly issuer: string,
  ) {}

  async write(credentials: object & FirstCredentials): Promise<void> {
    const content = { ...credentials, issuer: this.issuer };
    const { issuer, client_id, client_secret, email, password } = content;
    const text = JSON.stringify({ issuer, client_id, client_secret, email, password }, null, 2);
    // Written beside and moved, so that nobody ever reads half of it.
    const draft = `${this.path}.${process.pid}`;
    await writeFile(draft, `${text}\n`, { mode: 0o600 });
    await rename(draft, this.path);
  }

  /** A later start may have another issuer; the file tells the present one. */
  async updateIssuer(): Promise<void> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    const content = JSON.parse(text) as FirstCredentials & { issuer: string };
    if (content.issuer !== this.issuer) await this.write(content);
  }
}
