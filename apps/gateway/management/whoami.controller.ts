import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import type { AccessTokenClaims } from '@postern/contracts';
import { Bearer, BearerGuard } from './bearer.guard.js';

/** What the presented token says, for an integrator to try a token on. */
@Controller('v1/whoami')
@UseGuards(BearerGuard)
export class WhoamiController {
  @Get()
  @Header('Cache-Control', 'no-store')
  get(@Bearer() claims: AccessTokenClaims): AccessTokenClaims {
    return claims;
  }
}
