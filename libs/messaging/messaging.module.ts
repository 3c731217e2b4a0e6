import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EventPublisher } from './event-publisher.js';
import { FailureFilter } from './failure-filter.js';
import { NatsClient } from './nats-client.js';
import { NatsLink } from './nats-link.js';

/** Makes a connection known to the whole application, and closes it last. */
@Module({})
export class MessagingModule implements OnApplicationShutdown {
  constructor(private readonly link: NatsLink) {}

  /** For a service: what it needs to ask others, to publish, and to answer with failures. */
  static forService(link: NatsLink): DynamicModule {
    const module = MessagingModule.forEdge(link);
    return {
      ...module,
      providers: [...(module.providers ?? []), { provide: APP_FILTER, useClass: FailureFilter }],
    };
  }

  /** For an edge that only asks. */
  static forEdge(link: NatsLink): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: NatsLink, useValue: link },
        { provide: NatsClient, useFactory: () => new NatsClient(link) },
        { provide: EventPublisher, useFactory: () => new EventPublisher(link) },
      ],
      exports: [NatsLink, NatsClient, EventPublisher],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.link.close();
  }
}
