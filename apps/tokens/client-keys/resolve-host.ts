import { Resolver } from 'node:dns/promises';
import { isLocalhost } from '@postern/config';

/**
 * Asks DNS itself. The system's resolver would take a thread of the process for as long as a hostile name server
 * likes, and argon2 and file access need those threads.
 */
const resolver = new Resolver({ timeout: 700, tries: 2 });

/** The addresses of a host name, none where it has none. */
export async function resolveHost(hostname: string): Promise<string[]> {
  if (isLocalhost(hostname)) return ['127.0.0.1', '::1'];
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}
