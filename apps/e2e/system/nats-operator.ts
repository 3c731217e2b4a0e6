import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { TestResources } from '@postern/testing';
import type { OwnPostern } from './own-postern.js';

/** Some of it writes to the disk; milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

interface Stand {
  readonly num_pending?: number;
  readonly num_ack_pending?: number;
}

/** The administrator of NATS, who may do everything to the streams. */
export class NatsOperator {
  private constructor(readonly connection: NatsConnection) {}

  static async connect(postern: OwnPostern, resources: TestResources): Promise<NatsOperator> {
    const { host, username: user, password: pass } = new URL(postern.server('nats').url);
    const servers = { servers: host, user, pass, inboxPrefix: '_INBOX.operator' };
    const operator = new NatsOperator(await connect(servers));
    resources.add(operator, () => operator.connection.close());
    return operator;
  }

  /** Makes a stream disappear, as when NATS has lost it. */
  async lose(stream: string): Promise<void> {
    await this.ask(`STREAM.DELETE.${stream}`);
  }

  /** Has a service forget what it has heard of a stream, so that it hears all of it again. */
  async forget(stream: string, consumer: string): Promise<void> {
    await this.ask(`CONSUMER.DELETE.${stream}.${consumer}`);
  }

  /** Whether a service has heard and handled all that is in a stream. */
  async hasHeardAll(stream: string, consumer: string): Promise<boolean> {
    const { num_pending, num_ack_pending } = await this.ask(`CONSUMER.INFO.${stream}.${consumer}`);
    return num_pending === 0 && num_ack_pending === 0;
  }

  private async ask(request: string): Promise<Stand> {
    const options = { timeout: ANSWER_WITHIN_MS };
    return (await this.connection.request(`$JS.API.${request}`, undefined, options)).json<Stand>();
  }
}
