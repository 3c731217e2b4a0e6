import { spawnSync } from 'node:child_process';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventually, type TestResources } from '@postern/testing';
import { freePort, startProcess, type RunningProcess } from '@postern/tools/processes';
import type { IContainer, IProbe } from 'kubernetes-models/v1';
import { ask } from '../system/ask.js';
import { environmentOf, filesOf, type Values } from './container-environment.js';
import { type Workload } from './manifests.js';
import { ROOT } from './overlays.js';

export interface Place {
  readonly resources: TestResources;
  readonly values: Values;
  /** Of a Secret's URL, the one that leads to the test's server. */
  readonly translate: (pod: string, value: string) => string;
  /** Settings that differ from the manifest's, if any. */
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * A pod, run as processes of this machine: what its manifest says of commands, environment, files and user, under the
 * folder of a test. Addresses and ports are this machine's, and Secrets lead to the test's servers.
 */
export class Pod {
  private main: RunningProcess | undefined;
  private readonly ports = new Map<number, number>();
  private folder = '';

  constructor(
    readonly workload: Workload,
    private readonly place: Place,
  ) {}

  get name(): string {
    return this.workload.name;
  }

  get pid(): number {
    return this.main?.pid ?? 0;
  }

  /** Starts its containers as Kubernetes does: one after the other, and the last when the others have done their work. */
  async start(): Promise<void> {
    const { spec } = this.workload;
    this.folder = await this.place.resources.folder();
    for (const container of spec.initContainers ?? []) await this.runToEnd(container);
    const [container] = spec.containers;
    if (this.workload.kind === 'Job') return this.runToEnd(container!);
    this.main = await this.run(container!);
    const { exited } = this.main;
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const)
      await Promise.race([
        eventually(`${probe} of ${this.name}`, () => this.probe(container?.[probe])),
        exited.then(() => Promise.reject(new Error(`${this.name} ended:\n${this.output(container!)}`))),
      ]);
  }

  /** Tells it to stop. Resolves with the code that it ends with; `null`: it was killed when its grace period was over. */
  async stop(): Promise<number | null> {
    await this.main!.stop();
    return (await this.main!.exited).code;
  }

  /** As whom its processes run. */
  get user(): User | undefined {
    const { runAsUser = 0, fsGroup = 0 } = this.workload.spec.securityContext ?? {};
    return userOf(runAsUser, fsGroup);
  }

  /** Where this machine reaches a port of it. */
  url(port: number | string): string {
    const ports = this.workload.spec.containers[0]?.ports ?? [];
    const number = typeof port === 'number' ? port : ports.find(({ name }) => name === port)?.containerPort;
    const local = this.ports.get(number ?? 0);
    if (local === undefined) throw new Error(`${this.name} has no port ${port}.`);
    return `http://127.0.0.1:${local}`;
  }

  /** The number that a port of this machine has in the manifest. */
  portOf(local: number): number | undefined {
    return [...this.ports].find(([, here]) => here === local)?.[0];
  }

  /** Where a file of a container is on this machine. */
  file(container: string, path: string): string {
    return join(this.folder, container, path);
  }

  private async probe(probe: IProbe | undefined): Promise<boolean> {
    const { path = '', port } = probe!.httpGet!;
    return (await ask(this.url(port), path)).status === 200;
  }

  private async runToEnd(container: IContainer): Promise<void> {
    const { code } = await (await this.run(container)).exited;
    if (code !== 0)
      throw new Error(
        `${container.name} of ${this.name} ended with code ${code}:\n${this.output(container)}`,
      );
  }

  private async run(container: IContainer): Promise<RunningProcess> {
    const { user } = this;
    await mkdir(this.file(container.name, ''), { recursive: true });
    await this.mount(container, user);
    const [program = '', ...args] = [...(container.command ?? []), ...(container.args ?? [])];
    const running = startProcess({
      program: program === 'node' ? process.execPath : program,
      args,
      cwd: ROOT,
      env: await this.environment(container),
      output: this.file(container.name, 'output'),
      user,
      graceMs: (this.workload.spec.terminationGracePeriodSeconds ?? 30) * 1_000,
    });
    // A Job too: where another pod fails, it would wait for ever.
    return this.place.resources.add(running, () => running.stop());
  }

  private async mount(container: IContainer, user: User | undefined): Promise<void> {
    const { spec } = this.workload;
    for (const { path, value, mode } of filesOf(container, spec, this.place.values)) {
      const file = this.file(container.name, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, this.place.translate(this.name, value), { mode });
      // What `fsGroup` does.
      if (user !== undefined) await chown(file, 0, user.gid);
    }
    for (const { name, mountPath } of container.volumeMounts ?? []) {
      if (spec.volumes?.find((volume) => volume.name === name)?.emptyDir === undefined) continue;
      const folder = this.file(container.name, mountPath);
      await mkdir(folder, { recursive: true });
      if (user !== undefined) await chown(folder, user.uid, user.gid);
    }
  }

  /** Exactly what the manifest says, with this machine's paths, address and ports. */
  private async environment(container: IContainer): Promise<Record<string, string>> {
    for (const { containerPort } of container.ports ?? []) this.ports.set(containerPort, await freePort());
    const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
    const here = (value: string) => {
      if (value === '0.0.0.0') return '127.0.0.1';
      if (mounts.some((path) => value.startsWith(`${path}/`))) return this.file(container.name, value);
      return String(this.ports.get(Number(value)) ?? value);
    };
    const given = Object.entries(environmentOf(container, this.place.values));
    return { ...Object.fromEntries(given.map(([name, value]) => [name, here(value)])), ...this.place.more };
  }

  private output({ name }: IContainer): string {
    return spawnSync('tail', ['-n', '15', this.file(name, 'output')], { encoding: 'utf8' }).stdout;
  }
}

type User = { uid: number; gid: number };

/** The user of the manifest, where root runs the test and that user can reach the checkout; else whoever runs it. */
function userOf(uid: number, gid: number): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const canReach = spawnSync(process.execPath, ['--check', 'apps/gateway/dist/main.js'], {
    uid,
    gid,
    cwd: ROOT,
  });
  return canReach.status === 0 ? { uid, gid } : undefined;
}
