import { Controller } from '@nestjs/common';
import { getKeySet } from '@postern/contracts';
import { HandlesRequest } from '@postern/messaging';
import { SigningKeys } from './signing-keys.js';

@Controller()
export class KeySetController {
  constructor(private readonly keys: SigningKeys) {}

  @HandlesRequest(getKeySet)
  get() {
    return this.keys.keySet();
  }
}
