import { requireNode } from './workspace/node-version.mjs';

requireNode();
const { Problem } = await import('./report/problem.mjs');
const { terminalReport } = await import('./report/terminal-report.mjs');
const { checkout } = await import('./workspace/checkout.mjs');
const { prepareCheckout } = await import('./workspace/prepare.mjs');
try {
  // The output belongs to the program, which may be kept in a file.
  await prepareCheckout(checkout, terminalReport(process.stderr));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exit(1);
}
const program = '../apps/manage/dist/main.js';
await import(program);
