import { extname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredCoding } from './preferred-coding.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Ways of compressing that browsers know, the one that saves more first. */
export const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** A file held in memory, with the copies of it that were compressed beforehand. */
export class StaticFile {
  private readonly type: string;
  private readonly codings: readonly Coding[];

  /** @throws Error where its name tells of no type that is known here */
  constructor(
    name: string,
    private readonly content: Buffer,
    private readonly compressed: Partial<Readonly<Record<Coding, Buffer>>>,
  ) {
    const type = TYPES[extname(name)];
    if (type === undefined) throw new Error(`Of which type is ${name}?`);
    this.type = type;
    this.codings = CODINGS.filter((coding) => compressed[coding] !== undefined);
  }

  /** What to send: the copy that the caller prefers. */
  answer(request: FastifyRequest, reply: FastifyReply): Buffer {
    const coding = preferredCoding(request.headers['accept-encoding']?.toString(), this.codings);
    reply.type(this.type);
    if (coding === undefined) return this.content;
    reply.header('content-encoding', coding);
    return this.compressed[coding]!;
  }
}
