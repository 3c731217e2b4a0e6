import { eventually } from '@postern/testing';
import type { Answer } from './ask.js';
import { manyTimes, statusOf } from './many-times.js';
import type { ApplicationClient, Postern } from './postern.js';

interface Life {
  readonly client: ApplicationClient;
  token?: string;
}

/**
 * Clients that live and die while something is broken: workers that each create a client, use it and, of every
 * three, delete two. They note every answer that must never be, and end on request.
 */
export class Traffic {
  /** Answers that contradict what was acknowledged before. */
  readonly wrong: string[] = [];
  /** Requests that got no answer, or 503. */
  readonly unanswered: string[] = [];
  /** Lives that were lived to their end. */
  private lives = 0;
  private ending = false;
  private readonly alive: Life[] = [];
  private readonly dead: Life[] = [];
  private readonly workers: Promise<void>[];

  constructor(
    private readonly postern: Postern,
    workers = 6,
  ) {
    this.workers = Array.from({ length: workers }, () => this.work());
  }

  /** Resolves when so many more clients have lived through it. */
  async goesOn(lives = 20): Promise<void> {
    const until = this.lives + lives;
    await eventually(`${lives} more clients`, () => this.lives >= until, 120_000);
  }

  /** Ends the traffic, and asks once more about everyone: nothing is lost, and nothing dead comes alive. */
  async end(): Promise<void> {
    this.ending = true;
    await Promise.all(this.workers);
    await Promise.all([
      ...this.dead.slice(-10).map((one) => this.expectDeadEverywhere(one)),
      ...this.alive.map((one) => this.expectAlive(one)),
    ]);
    if (this.dead.length === 0 || this.alive.length === 0) this.wrong.push('nobody lived or nobody died');
  }

  private async work(): Promise<void> {
    while (!this.ending) {
      const client = await this.created();
      if (client === undefined) continue;
      const life: Life = { client };
      await this.use(life);
      if (this.lives % 3 === 0) this.alive.push(life);
      else if (await this.deleted(client)) {
        this.dead.push(life);
        await this.expectDead(life);
      }
      this.lives++;
    }
  }

  private async created(): Promise<ApplicationClient | undefined> {
    const json = { name: 'Traffic', scopes: ['reports:read'] };
    const answer = await this.tried(() => this.postern.manage('POST', '', { json }), [201]);
    return answer?.status === 201 ? answer.json<ApplicationClient>() : undefined;
  }

  private async use(life: Life): Promise<void> {
    const answer = await this.tried(() => this.postern.requestToken(life.client), [200]);
    if (answer?.status !== 200) return;
    const { access_token: token } = answer.json<{ access_token: string }>();
    life.token = token;
    await this.tried(() => this.postern.whoami(token), [200]);
    const introspected = await this.tried(() => this.postern.introspect(life.client, token), [200]);
    if (introspected?.status === 200 && introspected.json()['active'] !== true)
      this.wrong.push('a living token is inactive');
  }

  /** Asks until it is certain: acknowledged, or gone already by a request whose answer was lost. */
  private async deleted(client: ApplicationClient): Promise<boolean> {
    while (!this.ending) {
      const answer = await this.tried(() => this.postern.deleteClient(client), [204, 404]);
      if (answer?.status === 204 || answer?.status === 404) return true;
    }
    return false;
  }

  private async expectDeadEverywhere({ client, token }: Life): Promise<void> {
    const asked = await manyTimes(() => this.postern.requestToken(client), statusOf);
    if (asked.join() !== '401') this.wrong.push(`dead ${client.client_id} asked many times: ${asked.join()}`);
    if (token !== undefined) await this.expectInactive(token);
  }

  private async expectAlive({ client }: Life): Promise<void> {
    const { status } = await this.postern.requestToken(client);
    if (status !== 200) this.wrong.push(`living ${client.client_id}: ${status}`);
  }

  private async expectDead({ client, token }: Life): Promise<void> {
    for (let time = 0; time < 4; time++) {
      await this.tried(() => this.postern.requestToken(client), [401]);
      if (token !== undefined) {
        await this.tried(() => this.postern.whoami(token), [401]);
        await this.expectInactive(token);
      }
    }
  }

  private async expectInactive(token: string): Promise<void> {
    const answer = await this.tried(() => this.postern.introspect(this.postern.admin, token), [200]);
    if (answer?.body.includes('"active":true')) this.wrong.push(`a dead token is active: ${answer.body}`);
  }

  /** The answer, unless the gateway cannot be reached. One that is neither right nor 503 is noted. */
  private async tried(
    question: () => Promise<Answer>,
    right: readonly number[],
  ): Promise<Answer | undefined> {
    let answer: Answer;
    try {
      answer = await question();
    } catch (error) {
      this.unanswered.push(String(error));
      return undefined;
    }
    if (answer.status === 503) this.unanswered.push(answer.body);
    else if (!right.includes(answer.status)) {
      this.wrong.push(`${answer.status} instead of ${right.join(' or ')}: ${answer.body}`);
    }
    return answer;
  }
}
