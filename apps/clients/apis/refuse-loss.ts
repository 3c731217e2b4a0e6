import { Failure } from '@postern/contracts';
import type { Loss } from './granted-clients.js';

/** How many clients may lose something at once; more take longer than the request may. */
const MOST_AFFECTED = 10_000;

/** @throws Failure `api_in_use` where clients would lose something and nobody said that they may, `too_many_clients` */
export function refuseLoss({ affected, grants, servers }: Loss, force: boolean): void {
  if (affected === 0) return;
  const lost = losses(grants, servers);
  const affectedClients = affected;
  if (affected > MOST_AFFECTED) {
    const message = `${lost} That is too many for one change, which may touch ${MOST_AFFECTED}: take the grants from some of them first.`;
    throw new Failure('too_many_clients', { message, affectedClients });
  }
  if (!force)
    throw new Failure('api_in_use', {
      message: `${lost} Repeat with ?force=true to take these from them.`,
      affectedClients,
    });
}

function losses(grants: number, servers: number): string {
  const parts = [
    ...(grants > 0 ? [`${clients(grants)} would lose grants on this API`] : []),
    ...(servers > 0 ? [`${clients(servers)} would lose the rights of its resource server`] : []),
  ];
  return `${parts.join(', and ')}.`;
}

function clients(count: number): string {
  return `${count} application client${count === 1 ? '' : 's'}`;
}
