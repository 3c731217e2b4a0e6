import { closeSync, constants, fstatSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { codeOf, Refusal } from '../refusal.js';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

/** Where the secrets of new clients go: one JSON object a line, each written as soon as there is one. */
export class SecretsFile {
  private count = 0;

  private constructor(
    private readonly descriptor: number,
    private readonly path: string,
  ) {}

  /**
   * Lines are added to a file that is there: a run that goes on after a failure names the same one.
   *
   * @throws Refusal where it cannot be written, or others could read it
   */
  static open(path: string): SecretsFile {
    let descriptor: number;
    try {
      // Neither through a link that others have laid, nor waiting for whoever reads a pipe.
      descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
    } catch (error) {
      throw new Refusal([`Nothing was done. --secrets-to: ${path} cannot be written (${codeOf(error)}).`]);
    }
    const facts = fstatSync(descriptor);
    if (facts.isFile() && (facts.mode & 0o077) === 0) return new SecretsFile(descriptor, path);
    closeSync(descriptor);
    const reason = facts.isFile() ? `can be read by others; chmod 600 ${path}, or` : 'is not a file;';
    throw new Refusal([`Nothing was done. --secrets-to: ${path} ${reason} name another.`]);
  }

  write(secret: { name: unknown; client_id: unknown; client_secret: string }): void {
    const line = Buffer.from(`${JSON.stringify(secret)}\n`);
    for (let from = 0; from < line.length;) from += writeSync(this.descriptor, line, from);
    fsyncSync(this.descriptor);
    this.count++;
  }

  /** Says what was written; an empty file does not stay. */
  close(say: (line: string) => void): void {
    const isEmpty = fstatSync(this.descriptor).size === 0;
    closeSync(this.descriptor);
    if (isEmpty) unlinkSync(this.path);
    if (this.count > 0)
      say(`${this.count === 1 ? '1 secret' : `${this.count} secrets`} written to ${this.path} (mode 0600).`);
  }
}
