import { Controller, Get, Header } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { Readiness } from '@postern/observability';
import { z } from 'zod';
import { Operation, Tag } from '../docs/operation.decorator.js';

/** Probes. */
@Tag('Health and metrics')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getLiveness',
    summary: 'Whether the process lives',
    answer: z.object({ status: z.literal('live') }),
  })
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getReadiness',
    summary: 'Whether requests should come here',
    answer: z.object({ status: z.literal('ready') }),
    failures: ['unavailable'],
  })
  ready() {
    if (this.readiness.status !== 'ready') throw new Failure('unavailable');
    return { status: 'ready' };
  }
}
