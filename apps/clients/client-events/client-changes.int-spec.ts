import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteClient, Failure, getClient, updateClient } from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';
import { TokenService } from '../fixtures/token-service.js';

const resources = new TestResources();
let natsUrl: string;
let stage: ClientsStage;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  natsUrl = nats.url;
  stage = await ClientsStage.open({ natsUrl, databaseUrl }, resources);
  listener = await EventListener.start(natsUrl, resources);
});

beforeEach(() => {
  stage.lines.length = 0;
});

afterAll(() => resources.release());

const remove = (client_id: string) => stage.ask(deleteClient, { actor: ACTOR, client_id });
const update = (client_id: string, change: object) =>
  stage.ask(updateClient, { actor: ACTOR, client_id, change });
const warnings = () =>
  stage.lines.filter(({ level, msg }) => level === 'warn' && String(msg).includes('its event follows'));

async function deletesAndTells(client_id: string): Promise<void> {
  expect(await remove(client_id)).toEqual({});
  await eventually('the event follows', () => listener.changesOf(client_id).includes('deleted 2'));
}

/** Does it with replicas of a token service, each of which waits for this before it answers. */
async function withTokens(
  answers: (() => Promise<unknown>)[],
  work: (...replicas: TokenService[]) => Promise<void>,
): Promise<void> {
  const own = new TestResources();
  try {
    await work(...(await Promise.all(answers.map((answer) => TokenService.start(natsUrl, own, answer)))));
  } finally {
    release();
    await own.release();
  }
}

let release: () => void;
let untilReleased: Promise<void>;
beforeEach(() => {
  untilReleased = new Promise((resolve) => (release = resolve));
});

const answers = () => Promise.resolve();
const hangs = () => untilReleased;
const refuses = () => Promise.reject(new Failure('unavailable'));
const fails = () => Promise.reject(new Error('Redis is down'));

describe('a change', () => {
  it('is made without a token service, and a warning says that the event alone tells of it', async () => {
    const { client_id } = await stage.create();
    await deletesAndTells(client_id);
    expect(warnings()).toMatchObject([{ client_id }]);
  });

  it.each([
    ['hangs', hangs],
    ['refuses', refuses],
    ['fails', fails],
  ])('is made with a token service that %s, and a warning says so', async (_, answer) => {
    await withTokens([answer], async (tokens) => {
      const { client_id } = await stage.create();
      await deletesAndTells(client_id);
      expect(tokens.told).toEqual([{ client_id, version: 2, deleted: true }]);
      expect(warnings()).toMatchObject([{ client_id }]);
    });
  });

  it('is confirmed by one replica of the token service where the others hang or fail', async () => {
    await withTokens([hangs, answers, fails], async (...replicas) => {
      const { client_id } = await stage.create();
      await remove(client_id);
      expect(warnings()).toEqual([]);
      for (const { told } of replicas) {
        await eventually('it is told', () => told.length > 0);
        expect(told).toEqual([{ client_id, version: 2, deleted: true }]);
      }
    });
  });

  it('is answered only when the token service has confirmed it', async () => {
    const seen: string[] = [];
    const { client_id } = await stage.create();
    const confirm = async () => {
      // A whole question and answer, in which an answer that did not wait would arrive.
      await expect(stage.ask(getClient, { client_id })).rejects.toMatchObject({ code: 'not_found' });
      seen.push('confirmed');
    };
    await withTokens([confirm], async () => {
      await remove(client_id).then(() => seen.push('answered'));
      expect(seen).toEqual(['confirmed', 'answered']);
      expect(warnings()).toEqual([]);
    });
  });

  it('tells its version, also where the client stays', async () => {
    await withTokens([answers], async (tokens) => {
      const { client_id } = await stage.create();
      await update(client_id, { status: 'disabled' });
      await update(client_id, { status: 'disabled' });
      await update(client_id, { name: 'other' });
      await remove(client_id);
      expect(tokens.told).toEqual([
        { client_id, version: 2, deleted: false },
        { client_id, version: 3, deleted: false },
        { client_id, version: 4, deleted: true },
      ]);
    });
  });

  it('that is refused tells nobody', async () => {
    await withTokens([answers], async (tokens) => {
      const { client_id } = await stage.create();
      const stale = { actor: ACTOR, client_id, expected_versions: [9] };
      await expect(stage.ask(deleteClient, stale)).rejects.toBeInstanceOf(Failure);
      await expect(stage.ask(updateClient, { ...stale, change: {} })).rejects.toBeInstanceOf(Failure);
      expect(tokens.told).toEqual([]);
    });
  });
});
