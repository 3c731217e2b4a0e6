import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DOCS_PAGE, DOCS_POLICY } from './docs-page.js';
import { OpenApiDocument } from './openapi-document.js';
import { Operation, Tag } from './operation.decorator.js';
import { ViewerFiles } from './viewer-files.js';

/** The description of all routes, these among them, and a page that shows it. */
@Tag('Documentation')
@Controller('docs')
export class DocsController {
  constructor(
    private readonly document: OpenApiDocument,
    private readonly files: ViewerFiles,
  ) {}

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
  file(
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    return this.files.answer(name, request, reply);
  }
}
