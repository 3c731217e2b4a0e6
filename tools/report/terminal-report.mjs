/**
 * Tells on the terminal how far the work is: on a real one a single line that is kept up to date, else
 * plain lines.
 * @param {NodeJS.WriteStream} stream
 * @returns {import('./report.mjs').Report}
 */
export function terminalReport(stream) {
  // Whoever reads our output may leave; that is no reason to stop.
  stream.on('error', () => {});
  /** @param {string} line */
  const say = (line) => void stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}${line}\n`);

  return {
    say,
    step: async ({ doing, done }, work) => {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const timer = stream.isTTY
        ? setInterval(() => stream.write(`\r\x1b[2K  ${doing} … ${seconds().toFixed(0)} s`), 200)
        : setTimeout(() => say(`  ${doing} …`), 2_000);
      try {
        const result = await work();
        say(`✓ ${done} (${seconds().toFixed(1)} s)`);
        return result;
      } catch (error) {
        say(`✗ ${doing}`);
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
