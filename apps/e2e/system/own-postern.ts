import { asUser, userOf, type Server } from '@postern/tools/servers';
import type { Service, System, SystemAddress } from '@postern/tools/system';
import { ask, type Answer } from './ask.js';
import { Postern, type AdminCredentials } from './postern.js';

/** A running system that belongs to one test file, which may stop and restart its parts. */
export class OwnPostern extends Postern {
  constructor(
    private readonly system: System,
    address: SystemAddress,
    admin: AdminCredentials,
  ) {
    super(address, admin);
  }

  server(name: 'postgres' | 'nats' | 'redis'): Server {
    return this.system.servers[name]!;
  }

  /** The way of a service to a server, as the user that it is there. */
  urlFor(service: 'clients' | 'tokens' | 'gateway', server: 'postgres' | 'nats' | 'redis'): string {
    return asUser(this.server(server).url, userOf(service));
  }

  replicas(name: 'clients' | 'tokens' | 'gateway'): Service[] {
    return this.services
      .filter((service) => service.name === name)
      .sort((one, other) => one.replica - other.replica);
  }

  get services(): readonly Service[] {
    return this.system.services;
  }

  /** Asks one replica's listener for probes and Prometheus; a gateway's is where it serves everybody. */
  monitor({ monitoringUrl }: Service, path: '/health/live' | '/health/ready' | '/metrics'): Promise<Answer> {
    return ask(monitoringUrl, path);
  }
}
