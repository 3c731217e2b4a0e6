import { randomUUID } from 'node:crypto';
import { hasSecret, idOf, KINDS, pick, type Existing, type Fields, type Kind } from '../kinds.js';
import { ApiRefusal } from '../management-api/api-refusal.js';
import type { ManagementApi } from '../management-api/management-api.js';
import { differences, isSame } from '../planning/differences.js';
import { describeStep } from '../planning/print-plan.js';
import type { Plan, Step } from '../planning/step.js';
import { Refusal } from '../refusal.js';
import type { SecretsFile } from './secrets-file.js';

/** What changes without anybody having changed the thing itself. */
const BESIDE: readonly string[] = [
  'version',
  'updated_at',
  'last_used_at',
  'granted_clients',
  'resource_servers',
];

/** Does a plan, a step at a time. */
export class ApplyPlan {
  /** Things as our own steps have left them, by ID. */
  private readonly latest = new Map<string, Existing>();

  constructor(
    private readonly api: ManagementApi,
    private readonly secrets: SecretsFile | undefined,
    private readonly say: (line: string) => void,
    private readonly force: boolean,
  ) {}

  /** @throws Refusal at the first step that cannot be done, with how many were */
  async execute({ steps }: Plan): Promise<void> {
    for (const [index, step] of steps.entries()) {
      try {
        await this.do(step);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const done = `Stopped: ${index} of ${steps.length} steps are done. Apply again to go on.`;
        throw new Refusal([`${describeStep(step)}: ${error.lines[0] ?? ''}`, ...error.lines.slice(1), done]);
      }
      this.say(`${describeStep(step)}  (${index + 1}/${steps.length})`);
    }
  }

  private async do(step: Step): Promise<void> {
    if (step.action === 'create') return this.create(step.kind, step.fields);
    const seen = await this.unchanged(step.kind, step.existing);
    const force = this.force && step.affectedClients > 0;
    if (step.action === 'delete') return this.api.delete(step.kind, seen, force);
    const body = Object.fromEntries(step.differences.map(({ field, to }) => [field, to]));
    await this.update(step.kind, seen, body, force);
  }

  private async create(kind: Kind, declared: Fields): Promise<void> {
    const body = pick(declared, KINDS[kind].creatable);
    const answer = await this.api.create(kind, body, randomUUID()).catch((error: unknown) => {
      throw kind === 'client' && hasSecret(body) ? withDoubt(error) : error;
    });
    const { client_secret: secret, ...created } = answer;
    // Before anything else can fail: it is not shown again.
    if (typeof secret === 'string')
      this.secrets?.write({ name: created['name'], client_id: created['client_id'], client_secret: secret });
    this.latest.set(idOf(kind, created), created);
    // Some fields can be set only afterwards.
    const rest = differences(created, pick(declared, KINDS[kind].changeable));
    if (rest.length === 0) return;
    await this.update(kind, created, Object.fromEntries(rest.map(({ field, to }) => [field, to])), false);
  }

  private async update(kind: Kind, seen: Existing, body: Fields, force: boolean): Promise<void> {
    const id = idOf(kind, seen);
    const updated = await this.api.update(kind, seen, body, force).catch(async (error: unknown) => {
      if (!(error instanceof ApiRefusal) || error.status !== 412) throw error;
      // Perhaps it was we: a request whose answer was lost is sent again.
      const now = await this.api.get(kind, id);
      if (differences(now, body).length > 0) throw error;
      return now;
    });
    this.latest.set(id, updated);
  }

  /** @throws Refusal where it is not as it was when the plan was made */
  private async unchanged(kind: Kind, planned: Existing): Promise<Existing> {
    const id = idOf(kind, planned);
    const before = this.latest.get(id) ?? planned;
    const now = await this.api.get(kind, id).catch((error: unknown) => {
      throw error instanceof ApiRefusal && error.status === 404 ? changedMeanwhile() : error;
    });
    // A change of an API is a new version of its clients, so versions alone do not tell.
    const names = KINDS[kind].shown.filter((name) => !BESIDE.includes(name));
    if (!isSame(pick(now, names), pick(before, names))) throw changedMeanwhile();
    return now;
  }
}

function changedMeanwhile(): Refusal {
  return new Refusal(['Somebody has changed it since the plan was made. Look at a new plan.']);
}

/** Where no answer came, nobody knows whether it was done. */
function withDoubt(error: unknown): unknown {
  if (!(error instanceof Refusal) || (error instanceof ApiRefusal && error.status < 500)) return error;
  const doubt = 'It may have been created all the same. If the next plan has it no more, add a secret to it.';
  return new Refusal([...error.lines, doubt]);
}
