import { Controller } from '@nestjs/common';
import { secretsUsed, type EventOf } from '@postern/contracts';
import { HandlesEvent } from '@postern/messaging';
import { RecordUses } from './record-uses.js';

/** What the token service reports. */
@Controller()
export class UsesController {
  constructor(private readonly recordUses: RecordUses) {}

  @HandlesEvent(secretsUsed)
  used({ uses }: EventOf<typeof secretsUsed>) {
    return this.recordUses.execute(uses);
  }
}
