import { Controller, Get, Header } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { Readiness } from './readiness.js';

/** Probes. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  ready() {
    if (!this.readiness.ready) throw new Failure('unavailable');
    return { status: 'ready' };
  }
}
