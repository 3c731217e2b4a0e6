import { isManagementScope, type ApiGrant } from '@postern/contracts';
import type { ApplicationClientEntity } from './application-client.entity.js';

/** A grant, and the version of its client since which it stands: tokens of earlier versions are not for this API. */
export interface StandingGrant extends ApiGrant {
  readonly since: number;
}

/**
 * Grants that a client has from this version on. One on an API on which it has had a grant already stands as long as
 * that; one that is new, or was gone in between, since now.
 */
export function grantsFrom(
  version: number,
  given: readonly ApiGrant[],
  before: readonly StandingGrant[],
): StandingGrant[] {
  const standing = new Map(before.map(({ audience, since }) => [audience, since]));
  return given.map((grant) => ({ ...grant, since: standing.get(grant.audience) ?? version }));
}

/** The version since which tokens for the management API count: that in which the last right there was taken. */
export function managementFrom(
  version: number,
  scopes: readonly string[],
  before: Pick<ApplicationClientEntity, 'scopes' | 'managementSince'>,
): number {
  const ends = before.scopes.some(isManagementScope) && !scopes.some(isManagementScope);
  return ends ? version : before.managementSince;
}
