import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { outputsFingerprint, sourcesFingerprint } from './fingerprint.mjs';
import { nxCommand } from './nx.mjs';
import { outputEnd } from './output-end.mjs';

/**
 * Builds all that is not built from the present sources.
 * @param {string} root
 * @param {import('../report/report.mjs').Report} report
 * @throws {Problem} with the end of the build's output
 */
export async function build(root, report) {
  const stampFile = join(root, '.nx', 'postern-built');
  const sources = sourcesFingerprint(root);
  const stamp = () => `${sources} ${outputsFingerprint(root)}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()) return;
  await report.step({ doing: 'Building', done: 'Built' }, async () => {
    const { program, args, ...options } = nxCommand(root, ['run-many', '-t', 'build']);
    const { ok, output } = await runCommand(program, args, options);
    if (!ok) throw new Problem(`The build failed.\n${outputEnd(output)}`);
    // With the sources as they were before: what was edited meanwhile is not built yet.
    writeFileSync(stampFile, stamp());
  });
}
