/** Few at once: to prove a secret for the first time is dear by intent, and the queue for it is bounded. */
const firstTokenConnections = 4;
const warmUpSeconds = 3;

/**
 * Lets every account get its first token, so that its secret is proved and its record cached.
 * @param {import('../load/generator-process.mjs').Target} target
 * @param {import('../load/generator-process.mjs').Generator} generator
 */
export async function warmAccounts(target, generator) {
  const { failures } = await generator.askOnce(target, firstTokenConnections);
  if (Object.keys(failures).length > 0) {
    throw new Error(`first tokens failed at ${target.tokenUrl}: ${JSON.stringify(failures)}`);
  }
}

/**
 * Warms the accounts and then runs for a while, so that what is measured afterwards is neither caches being
 * filled nor code being compiled.
 * @param {import('../systems/system.mjs').System} system
 * @param {import('../load/generator-process.mjs').Generator} generator
 */
export async function warmUp(system, generator) {
  await warmAccounts(system, generator);
  await generator.rotate(system, warmUpSeconds);
}
