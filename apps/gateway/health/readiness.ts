import { Injectable } from '@nestjs/common';
import { NatsLink } from '@postern/messaging';

/** Whether new requests should come here: connected, and not about to stop. */
@Injectable()
export class Readiness {
  private stopping = false;

  constructor(private readonly link: NatsLink) {}

  get ready(): boolean {
    return !this.stopping && this.link.connected;
  }

  stop(): void {
    this.stopping = true;
  }
}
