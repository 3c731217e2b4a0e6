import { ConfigError } from '@postern/config';
import type { GuessablePasswords, Owner } from '../administrators/guessable-passwords.js';
import type { PasswordHasher } from '../administrators/password-hasher.js';
import { temporaryPassword } from '../administrators/temporary-password.js';

/** The password of the first administrator: the one that is set, if nobody guesses it, or one that is made up. */
export class FirstPassword {
  constructor(
    private readonly guessable: GuessablePasswords,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws ConfigError where the one that is set is easy to guess */
  async of(owner: Owner, given: string | undefined): Promise<{ password: string; passwordHash: string }> {
    const problem = given === undefined ? undefined : await this.guessable.problemOf(given, owner);
    if (problem !== undefined) throw new ConfigError([`ADMIN_PASSWORD: ${problem}`]);
    const password = given ?? temporaryPassword();
    return { password, passwordHash: await this.hasher.hash(password) };
  }
}
