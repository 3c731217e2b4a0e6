import { readFile } from 'node:fs/promises';
import type { Msg } from '@nats-io/transport-node';
import type { NatsOperator } from '../system/nats-operator.js';

const PERMISSIONS = new URL('../../../docker/nats/permissions.conf', import.meta.url);

/** Not events: who hears them beside the stream would be taken for it where there is none. */
const HEARD = ['clients.>', 'tokens.>', '$JS.API.>'];

/** Hears, as the administrator of NATS, what each service asks, and looks which events are in the streams. */
export class UseOfNats {
  /** Subjects by service. */
  private readonly used = new Map<string, Set<string>>();

  private constructor(private readonly operator: NatsOperator) {}

  static async listen(operator: NatsOperator): Promise<UseOfNats> {
    const use = new UseOfNats(operator);
    for (const subject of HEARD)
      operator.connection.subscribe(subject, { callback: (_, message) => use.note(message) });
    await operator.connection.flush();
    return use;
  }

  async of(service: string): Promise<string[]> {
    return [...(this.used.get(service) ?? []), ...(await this.events(service))];
  }

  /** Subjects in the stream of a service, where none but that service can have put them. */
  private async events(service: string): Promise<string[]> {
    const ask = JSON.stringify({ subjects_filter: '>' });
    const subject = `$JS.API.STREAM.INFO.${service.toUpperCase()}`;
    const reply = await this.operator.connection.request(subject, ask, { timeout: 10_000 });
    const { state } = reply.json<{ state?: { subjects?: Record<string, number> } }>();
    return Object.keys(state?.subjects ?? {});
  }

  private note({ subject, reply = '' }: Msg): void {
    // Whoever asks waits in an inbox that has their name, and nobody else may have one of that name.
    const service = /^_INBOX\.(\w+)\./.exec(reply)?.[1] ?? '';
    const subjects = this.used.get(service) ?? new Set();
    this.used.set(service, subjects.add(subject));
  }
}

/** Where each service may publish, by the configuration of NATS. */
export async function allowedInNats(): Promise<Record<string, string[]>> {
  const text = await readFile(PERMISSIONS, 'utf8');
  const users = [...text.matchAll(/^POSTERN_(GATEWAY|CLIENTS|TOKENS): (\{[^]*?^\})/gm)];
  const entries = users.map(([, name, permissions]) => {
    const { publish } = JSON.parse(permissions!) as { publish: { allow: string[] } };
    return [name!.toLowerCase(), publish.allow.sort()];
  });
  return Object.fromEntries(entries) as Record<string, string[]>;
}
