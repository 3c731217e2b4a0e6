import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { inspectBearer, type AccessTokenClaims } from '@postern/contracts';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Claims } from '../http/access/claims.js';
import { BearerGuard } from './bearer.guard.js';

/** What the presented token says, for an integrator to try a token on. */
@Tag('Tokens')
@Controller('v1/whoami')
@UseGuards(BearerGuard)
export class WhoamiController {
  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'whoami',
    summary: 'What the presented token says',
    description: 'Takes any valid token of ours, whatever its audience.',
    asks: inspectBearer,
  })
  get(@Claims() claims: AccessTokenClaims): AccessTokenClaims {
    return claims;
  }
}
