import { isIP, type LookupFunction } from 'node:net';
import type { JwksUriRule } from '@postern/config';

/** The addresses of a host name. */
export type Resolve = (hostname: string) => Promise<string[]>;

/** Where keys may be fetched from. */
export class KeySetHosts {
  constructor(
    private readonly rule: JwksUriRule,
    private readonly resolve: Resolve,
  ) {}

  /**
   * What can be told before the name is resolved. Node asks nobody for a host that is an address already.
   *
   * @throws Error
   */
  check(url: URL): void {
    const problem = this.rule.problemOf(url);
    if (problem !== undefined) throw new Error(`The URL ${problem}.`);
  }

  /** For the connection itself: what is checked here is what is connected to, whatever DNS says a moment later. */
  readonly lookup: LookupFunction = (hostname, _options, done) => {
    this.addressesOf(hostname).then(
      (addresses) =>
        done(
          null,
          addresses.map((address) => ({ address, family: isIP(address) })),
        ),
      (error: unknown) => done(error as NodeJS.ErrnoException, []),
    );
  };

  private async addressesOf(hostname: string): Promise<string[]> {
    const addresses = await this.resolve(hostname);
    if (addresses.length === 0) throw new Error('The host has no address.');
    // One that is not public spoils them all: who mixes them is up to something.
    if (!addresses.every((address) => this.rule.allows(address)))
      throw new Error('The host has an address that is not public.');
    return addresses;
  }
}
