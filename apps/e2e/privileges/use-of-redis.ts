import type { TestResources } from '@postern/testing';
import { Redis } from 'ioredis';
import type { OwnPostern } from '../system/own-postern.js';

/** Watches, as the administrator of Redis, what the token service sends and what its scripts do. */
export class UseOfRedis {
  /** Commands, with their subcommand where that is what rights are for. */
  readonly commands = new Set<string>();
  /** Keys, by what they begin with. */
  readonly keys = new Set<string>();

  static async watch(postern: OwnPostern, resources: TestResources): Promise<UseOfRedis> {
    const use = new UseOfRedis();
    const redis = new Redis(postern.server('redis').url);
    resources.add(redis, () => {
      redis.disconnect();
    });
    const monitor = await redis.monitor();
    resources.add(monitor, () => {
      monitor.disconnect();
    });
    monitor.on('monitor', (_time: string, args: string[]) => {
      use.note(args);
    });
    // What it sends when it connects is a part of it.
    await redis.client('KILL', 'USER', 'postern_tokens');
    return use;
  }

  private note([name = '', ...args]: string[]): void {
    const command = name.toLowerCase();
    // What everybody may say, and what we have said ourselves a moment ago.
    if (command === 'hello' || (command === 'client' && args[0]?.toLowerCase() === 'kill')) return;
    this.commands.add(command === 'client' ? `client|${args[0]!.toLowerCase()}` : command);
    for (const arg of args) {
      const [key] = /^postern:\w+:?/.exec(arg) ?? [];
      if (key !== undefined) this.keys.add(key);
    }
  }
}

/** What the token service may do there, by the rules that Redis has. */
export async function allowedInRedis(postern: OwnPostern): Promise<{ commands: string[]; keys: string[] }> {
  // Newer Redis would be told about the library, and whoever watches would see it.
  const redis = new Redis(postern.server('redis').url, { disableClientInfo: true });
  try {
    const rules = await redis.acl('LIST');
    const words = rules.find((rule) => rule.startsWith('user postern_tokens '))!.split(' ');
    const after = (sign: string) =>
      words.filter((word) => word.startsWith(sign)).map((word) => word.slice(1));
    return {
      commands: after('+').sort(),
      keys: after('~')
        .map((key) => key.replace(/\*$/, ''))
        .sort(),
    };
  } finally {
    redis.disconnect();
  }
}
