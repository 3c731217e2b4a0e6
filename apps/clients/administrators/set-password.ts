import type { AdministratorEntity } from './administrator.entity.js';

/** Gives an administrator another password, with which all sessions end. To be saved as the next version. */
export function setPassword(
  entity: AdministratorEntity,
  {
    passwordHash,
    passwordChangeRequired,
  }: Pick<AdministratorEntity, 'passwordHash' | 'passwordChangeRequired'>,
): void {
  entity.passwordHash = passwordHash;
  entity.passwordChangeRequired = passwordChangeRequired;
  entity.tokensSince = entity.version + 1;
}
