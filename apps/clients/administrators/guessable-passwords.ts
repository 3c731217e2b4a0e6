import { Injectable } from '@nestjs/common';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { AdministratorEntity } from './administrator.entity.js';
import { readLeakedPasswords } from './leaked-passwords.js';

/** So many guesses, and more, take too long even for whoever has the hash: zxcvbn's highest score. */
const LEAST_GUESSES = 1e10;
/** What comes after is not looked at: it costs time, and what is guessed does not become harder by it. */
const MOST_CHARACTERS = 32;
/** How many ways to read digits and signs as letters are tried at one place: of `@4a` there are thousands. */
const MOST_SUBSTITUTIONS = 10;

/** What many think of who are told to take four words. */
const FAMOUS = 'correct horse battery staple';

const PROBLEM =
  'is easy to guess: it has been leaked before, or is made of leaked ones, of your name or email, or of a pattern. ' +
  'Take four words that have nothing to do with each other, or let a password manager make one up';

/** Whose password it is to be. */
export type Owner = Pick<AdministratorEntity, 'email' | 'firstName' | 'lastName'>;

/** Tells, without a network, passwords that others would try first: leaked ones, and what is easily made of them. */
@Injectable()
export class GuessablePasswords {
  private zxcvbn: Promise<ZxcvbnFactory> | undefined;

  /** What is wrong with a password of this owner; `undefined`: nothing. */
  async problemOf(password: string, owner: Owner): Promise<string | undefined> {
    const zxcvbn = await (this.zxcvbn ??= this.load());
    const { guesses } = zxcvbn.check(password.slice(0, MOST_CHARACTERS), wordsOf(owner));
    return guesses < LEAST_GUESSES ? PROBLEM : undefined;
  }

  /** Made when it is needed first: most replicas never need it, and it takes ten megabytes. */
  private async load(): Promise<ZxcvbnFactory> {
    try {
      return new ZxcvbnFactory({
        dictionary: { ...dictionary, leaked: await readLeakedPasswords() },
        graphs: adjacencyGraphs,
        l33tMaxSubstitutions: MOST_SUBSTITUTIONS,
      });
    } catch (error) {
      this.zxcvbn = undefined;
      throw error;
    }
  }
}

/** What others know of the owner and of this place, as a whole, in parts, and without what stands between the parts. */
function wordsOf({ email, firstName, lastName }: Owner): string[] {
  const known = [email, ...email.split('@'), firstName, lastName, `${firstName} ${lastName}`];
  return [...known, 'postern', FAMOUS].flatMap((text) => {
    const parts = text.split(/[^\p{L}\p{M}\p{N}]+/u);
    return [text, ...parts, parts.join('')];
  });
}
