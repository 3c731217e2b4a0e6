import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { Failure, type ClientRecord, type PresentedAssertion } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { mayComeFrom } from '../client-authentication/allowed-addresses.js';
import { UseReports } from '../client-authentication/use-reports.js';
import { ClientKeys } from '../client-keys/client-keys.js';
import { ClientRecords } from '../client-records/client-records.js';
import { AssertionRefused } from './assertion-refused.js';
import { readAssertion } from './read-assertion.js';
import { UsedAssertions } from './used-assertions.js';
import { verifySignature } from './verify-signature.js';

/**
 * Client authentication by `private_key_jwt` (RFC 7523 §2.2). Whatever is wrong, the refusal is the same: that of a
 * wrong secret.
 */
@Injectable()
export class AuthenticateByAssertion {
  constructor(
    private readonly records: ClientRecords,
    private readonly keys: ClientKeys,
    private readonly used: UsedAssertions,
    private readonly uses: UseReports,
    private readonly issuer: Issuer,
  ) {}

  /** @throws Failure `invalid_client`, or `unavailable` where it cannot be told */
  async execute(
    presented: PresentedAssertion,
    address: string,
    context: RequestContext,
  ): Promise<ClientRecord> {
    try {
      const client = await this.authenticate(presented, address, context);
      this.uses.note(client.client_id, null);
      return client;
    } catch (error) {
      if (!(error instanceof AssertionRefused)) throw error;
      throw new Failure('invalid_client', { internal: `client assertion: ${error.message}` });
    }
  }

  /** @throws AssertionRefused */
  private async authenticate(
    { client_id: named, client_assertion: text }: PresentedAssertion,
    address: string,
    context: RequestContext,
  ): Promise<ClientRecord> {
    const assertion = readAssertion(text, this.issuer.value, Date.now());
    const { clientId } = assertion;
    // RFC 7521 §4.2
    if (named !== undefined && named !== clientId)
      throw new AssertionRefused('client_id is not that of the assertion');
    const client = await this.clientWithKeys(clientId, address, context);
    await verifySignature(text, await this.keys.of(client, assertion.kid, context.requestId));
    // Nobody waits any more: the assertion may come again, and is not to be lost.
    if (context.deadline.hasPassed) throw new Failure('unavailable', { internal: 'keys came too late' });
    if (!(await this.used.use(assertion))) throw new AssertionRefused('it was used before');
    // Keys and Postgres may take long: what holds now counts, not what held before.
    const present = await this.clientWithKeys(clientId, address, context);
    if (!isDeepStrictEqual(keysOf(present), keysOf(client)))
      throw new AssertionRefused('the keys of the client have changed');
    return present;
  }

  /** @throws AssertionRefused */
  private async clientWithKeys(
    clientId: string,
    address: string,
    context: RequestContext,
  ): Promise<ClientRecord> {
    const { record } = await this.records.find(clientId, context);
    if (record?.status !== 'active') throw new AssertionRefused('there is no such active client');
    if (record.token_endpoint_auth_method !== 'private_key_jwt')
      throw new AssertionRefused('the client authenticates with a secret');
    if (!mayComeFrom(record, address)) throw new AssertionRefused('the client must not come from there');
    return record;
  }
}

function keysOf({ jwks, jwks_uri }: ClientRecord) {
  return { jwks, jwks_uri };
}
