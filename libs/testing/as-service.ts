import type { ServiceName } from '@postern/contracts';
import { asUser, userOf } from '@postern/tools/servers';

/** The way of a service to a server of a test: as its own user, with the rights that it has everywhere. */
export function asService(url: string, service: ServiceName): string {
  return asUser(url, userOf(service));
}
