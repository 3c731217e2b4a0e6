import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** The addresses of a host name. */
export type Resolve = (hostname: string) => Promise<string[]>;

/** Where keys may be fetched from: by https, from public addresses, unless private ones are allowed. */
export class KeySetHosts {
  constructor(
    private readonly allowPrivate: boolean,
    private readonly resolve: Resolve,
  ) {}

  /**
   * What can be told before the name is resolved. Node asks nobody for a host that is an address already.
   *
   * @throws Error
   */
  check({ protocol, hostname }: URL): void {
    if (this.allowPrivate) return;
    if (protocol !== 'https:') throw new Error('The URL is not an https URL.');
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(address) !== 0) this.refusePrivate([address]);
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
    if (!this.allowPrivate) this.refusePrivate(addresses);
    return addresses;
  }

  /** One that is not public spoils them all: who mixes them is up to something. */
  private refusePrivate(addresses: readonly string[]): void {
    if (!addresses.every(isPublicAddress)) throw new Error('The host has an address that is not public.');
  }
}
