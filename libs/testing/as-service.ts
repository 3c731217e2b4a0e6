import type { ServiceName } from '@postern/contracts';
import { asUser, userOf } from '@postern/tools/servers';

/**
 * The way of a service to a server of a test, of whose administrator this is the way: as its own user, with the rights
 * that it has everywhere. Roles of Postgres are its server's, and so have the name of the test's database before theirs.
 */
export function asService(url: string, service: ServiceName): string {
  const { protocol, pathname } = new URL(url);
  return asUser(url, protocol.startsWith('postgres') ? `${pathname.slice(1)}_${service}` : userOf(service));
}
