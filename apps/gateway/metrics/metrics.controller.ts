import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { GatewayMetrics } from './gateway-metrics.js';

/** What the gateway measures, for Prometheus. */
@Tag('Health and metrics')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: GatewayMetrics) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getMetrics',
    summary: 'What the gateway measures, for Prometheus',
    answer: { 'text/plain': z.string() },
  })
  get(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
