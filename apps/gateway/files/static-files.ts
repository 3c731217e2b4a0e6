import { Failure } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StaticFile } from './static-file.js';

/** Files that are known by name before anybody asks, all in memory: no name that a caller sends reaches the disk. */
export class StaticFiles {
  constructor(private readonly files: ReadonlyMap<string, StaticFile>) {}

  /**
   * What to send for a name.
   *
   * @throws Failure `not_found`
   */
  answer(name: string, request: FastifyRequest, reply: FastifyReply): Buffer {
    const file = this.files.get(name);
    if (file === undefined) throw new Failure('not_found');
    return file.answer(request, reply);
  }
}
