import { ConfigError, loadConfig } from '@postern/config';
import { readCommand } from './command-line.js';
import { manageSettings } from './config.js';
import { Refusal } from './refusal.js';
import { run } from './run.js';

try {
  const command = readCommand(process.argv.slice(2));
  process.exitCode = await run(command, loadConfig(manageSettings), (text) => process.stdout.write(text));
} catch (error) {
  if (!(error instanceof Refusal || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
