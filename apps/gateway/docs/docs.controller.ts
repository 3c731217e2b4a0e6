import { Controller, Get, Header, Headers, Param, Res } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DOCS_PAGE, DOCS_POLICY } from './docs-page.js';
import { OpenApiDocument } from './openapi-document.js';
import { Operation, Tag } from './operation.decorator.js';
import { ViewerFiles } from './viewer-files.js';

/** The description of all routes, these among them, and a page that shows it. */
@Tag('Documentation')
@Controller('docs')
export class DocsController {
  private readonly files = new ViewerFiles();

  constructor(private readonly document: OpenApiDocument) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'no-cache')
  @Header('Content-Security-Policy', DOCS_POLICY)
  @Header('Referrer-Policy', 'no-referrer')
  @Operation({ id: 'getDocsPage', summary: 'This document, as a page', answer: z.string() })
  page(): string {
    return DOCS_PAGE;
  }

  @Get('openapi.json')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('Cache-Control', 'no-cache')
  @Operation({ id: 'getOpenApi', summary: 'This document', answer: z.looseObject({ openapi: z.string() }) })
  get() {
    return this.document.value;
  }

  @Get(':file')
  @Header('Cache-Control', 'public, max-age=3600')
  @Header('Vary', 'Accept-Encoding')
  @Operation({
    id: 'getDocsFile',
    summary: 'A script, style or picture of the page',
    answer: { 'text/javascript': z.string(), 'text/css': z.string(), 'image/png': z.string() },
  })
  async file(
    @Param('file') name: string,
    @Headers('accept-encoding') encodings: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const file = await this.files.get(name);
    if (file === undefined) throw new Failure('not_found');
    reply.type(file.type);
    if (!/\bgzip\b(?!;\s*q=0(\.0*)?\s*(,|$))/.test(encodings ?? '')) return file.content;
    reply.header('content-encoding', 'gzip');
    return file.zipped;
  }
}
