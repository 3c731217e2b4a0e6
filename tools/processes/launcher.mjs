import { factsOf, identityOf, stillRuns } from './identity.mjs';

const shell = /(^|[/-])(ba|da|z|k|a)?sh$/;

/**
 * Started by npm, this process belongs to npm: when npm is killed, nobody is left to be told Ctrl-C.
 * Without npm it may outlive the shell that started it, as with nohup.
 * @param {() => void} onGone called once npm, or the shell between npm and us, is gone
 */
export function watchNpm(onGone) {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const above = npmAbove();
  const timer = setInterval(() => {
    if (above.every(stillRuns)) return;
    clearInterval(timer);
    onGone();
  }, 250);
  timer.unref();
}

/** Our parent and, when that is only the shell in which npm runs scripts, npm above it. */
function npmAbove() {
  const parent = factsOf(process.ppid);
  const pids = [process.ppid];
  if (parent !== undefined && shell.test(parent.command)) pids.push(parent.parent);
  return pids.map((pid) => ({ pid, identity: identityOf(pid) ?? 'gone' }));
}
