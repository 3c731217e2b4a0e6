import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { introspectToken, introspectTokenAsJwt, type ClientKey } from '@postern/contracts';
import { ASSERTION_ALGORITHMS } from '@postern/oauth';
import { TestResources } from '@postern/testing';
import { decodeJwt } from 'jose';
import { newKeyPair, nowSeconds, presented, recordWithKeys } from '../fixtures/assertions.js';
import { assertionOf, AssertionStage, pairFor } from '../fixtures/assertion-stage.js';
import { ADDRESS, credentials, newClient, newClientId } from '../fixtures/records.js';
import { ISSUER } from '../fixtures/tokens-stage.js';

const resources = new TestResources();
let stage: AssertionStage;

beforeAll(async () => {
  stage = await AssertionStage.open(resources);
});

afterAll(() => resources.release());

const refused = { code: 'invalid_client' };

describe('private_key_jwt', () => {
  it.each(ASSERTION_ALGORITHMS)('18: lets a client in by %s, with a kid or without', async (alg) => {
    const pair = pairFor(alg);
    const without = stage.register({}, pair);
    expect(await stage.authenticate(presented(await assertionOf(without)))).toMatchObject({ scope: 'read' });
    const named = stage.register({}, { ...pair, jwk: { ...pair.jwk, kid: 'k', alg } as ClientKey });
    expect(await stage.authenticate(presented(await assertionOf(named)))).toMatchObject({ scope: 'read' });
  });

  it('18: may name the client beside the assertion, but no other', async () => {
    const signer = stage.register();
    const { client_id } = signer.record;
    await stage.authenticate(presented(await assertionOf(signer), client_id));
    const assertion = await assertionOf(signer);
    await expect(stage.authenticate(presented(assertion, newClientId()))).rejects.toMatchObject(refused);
    await stage.authenticate(presented(assertion, client_id));
  });

  it('18: lets a client in to introspection, too, with an assertion of its own', async () => {
    const signer = stage.register();
    const { access_token: token } = await stage.authenticate(presented(await assertionOf(signer)));
    const authentication = presented(await assertionOf(signer));
    expect(
      await stage.tokens.ask(introspectToken, { authentication, address: ADDRESS, token }),
    ).toMatchObject({
      active: true,
    });
    await expect(stage.authenticate(authentication)).rejects.toMatchObject(refused);
  });

  it('18: names whoever it lets in as the audience of a signed introspection (RFC 9701 §5)', async () => {
    const signer = stage.register();
    const authentication = presented(await assertionOf(signer));
    const { jwt } = await stage.tokens.ask(introspectTokenAsJwt, {
      authentication,
      address: ADDRESS,
      token: 'x',
    });
    expect(decodeJwt(jwt).aud).toBe(signer.record.client_id);
  });

  it('16: is the one way in for a client that has it, and none for one that has a secret', async () => {
    const { record } = stage.register();
    const { secret, record: other, authentication } = await newClient();
    stage.clients.commit(other);
    stage.clients.commit({ ...record, secrets: other.secrets });
    await expect(stage.authenticate(credentials(record.client_id, secret))).rejects.toMatchObject(refused);
    await stage.authenticate(authentication);
    const pair = newKeyPair('a');
    // As no client is stored: with the keys, but not with the method.
    stage.clients.commit({ ...other, jwks: { keys: [pair.jwk] } });
    const assertion = await assertionOf({ record: other, pair });
    await expect(stage.authenticate(presented(assertion))).rejects.toMatchObject(refused);
  });

  it('12: refuses whoever is not the client as it refuses a wrong secret', async () => {
    const signer = stage.register();
    const disabled = stage.register({ status: 'disabled' });
    const stranger = { record: signer.record, pair: newKeyPair('a') };
    const unknown = { record: recordWithKeys([signer.pair.jwk]), pair: signer.pair };
    const assertions = [
      await assertionOf(stranger),
      await assertionOf(disabled),
      await assertionOf(unknown),
      await assertionOf(signer, { aud: `${ISSUER}/oauth2/token` }),
      await assertionOf(signer, { aud: [ISSUER, `${ISSUER}/oauth2/token`] }),
      await assertionOf(signer, { exp: nowSeconds() - 60 }),
      await assertionOf(signer, { exp: nowSeconds() + 3_600 }),
      await assertionOf(signer, { jti: undefined }),
      await assertionOf(signer, { sub: stage.register().record.client_id }),
      `${await assertionOf(signer)}x`,
      (await assertionOf(signer)).replace(/\.[^.]*$/, '.'),
      'x',
    ];
    const said = new Set<string>();
    const authentications = [
      ...assertions.map((assertion) => presented(assertion)),
      credentials(signer.record.client_id, 'wrong'),
    ];
    for (const authentication of authentications) {
      const asked = stage.authenticate(authentication);
      const error: unknown = await asked.then(
        () => 'let in',
        (thrown: unknown) => thrown,
      );
      const { code, message, fields } = error as Record<string, unknown>;
      said.add(JSON.stringify({ code, message, fields }));
    }
    expect([...said]).toEqual([
      JSON.stringify({ code: 'invalid_client', message: 'Client authentication failed.' }),
    ]);
    const text = stage.tokens.lines.map((line) => JSON.stringify(line)).join('\n');
    expect(text).toContain('aud is not the issuer');
    for (const assertion of assertions)
      for (const part of assertion.split('.').filter(({ length }) => length > 20))
        expect(text).not.toContain(part);
  });
});
