import { randomBytes } from 'node:crypto';
import { applyDecorators, Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { PLAIN_PATH } from '../http/plain-path.js';
import { ConsoleFiles } from './console-files.js';
import { CONSOLE_PERMISSIONS, consolePolicy } from './console-policy.js';

const NONCE_BYTES = 18;

/** Serves the page at one more path. */
const Page = (id: string, summary: string) =>
  applyDecorators(
    Header('Content-Type', 'text/html; charset=utf-8'),
    Header('Cache-Control', 'no-store'),
    Header('Referrer-Policy', 'no-referrer'),
    Header('Cross-Origin-Opener-Policy', 'same-origin'),
    Header('Permissions-Policy', CONSOLE_PERMISSIONS),
    Operation({
      id,
      summary,
      answer: z.string(),
      headers: { 'Content-Security-Policy': 'What the page may load, with a nonce of this answer alone.' },
    }),
  );

/** The console's page, and what it loads. Whoever may see what is in it, the page asks. */
@Tag('Console')
@Controller()
export class ConsoleController {
  constructor(private readonly files: ConsoleFiles) {}

  @Get()
  @Page('getConsole', 'The console')
  root(@Res({ passthrough: true }) reply: FastifyReply): string {
    return this.page(reply);
  }

  @Get('console')
  @Page('getConsoleStart', 'The same')
  start(@Res({ passthrough: true }) reply: FastifyReply): string {
    return this.page(reply);
  }

  @Get('console/*')
  @Page('getConsolePage', 'The same, for a path inside it')
  inside(
    @Req() { raw: { url = '' } }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const [path = ''] = url.split('?', 1);
    if (!PLAIN_PATH.test(path.replace(/\/$/, ''))) throw new Failure('not_found');
    return this.page(reply);
  }

  @Get('assets/:file')
  // A file that changes gets another name.
  @Header('Cache-Control', 'public, max-age=31536000, immutable')
  @Header('Vary', 'Accept-Encoding')
  @Operation({
    id: 'getConsoleFile',
    summary: 'A script, style or picture of the console',
    answer: { 'text/javascript': z.string(), 'text/css': z.string(), 'image/svg+xml': z.string() },
  })
  asset(
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    return this.files.assets.answer(name, request, reply);
  }

  private page(reply: FastifyReply): string {
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    reply.header('content-security-policy', consolePolicy(nonce));
    return this.files.pageWith(nonce);
  }
}
