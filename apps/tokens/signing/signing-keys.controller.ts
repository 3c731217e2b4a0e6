import { Controller } from '@nestjs/common';
import { getKeySet, listSigningKeys, rotateSigningKey, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { ListSigningKeys } from './list-signing-keys.js';
import { RotateSigningKey } from './rotate-signing-key.js';
import { SigningKeys } from './signing-keys.js';

@Controller()
export class SigningKeysController {
  constructor(
    private readonly keys: SigningKeys,
    private readonly listKeys: ListSigningKeys,
    private readonly rotateKey: RotateSigningKey,
  ) {}

  @HandlesRequest(getKeySet)
  keySet() {
    return this.keys.keySet();
  }

  @HandlesRequest(listSigningKeys)
  list() {
    return this.listKeys.execute();
  }

  @HandlesRequest(rotateSigningKey)
  rotate(request: RequestOf<typeof rotateSigningKey>, context: RequestContext) {
    return this.rotateKey.execute(request, context);
  }
}
