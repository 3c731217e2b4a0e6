/**
 * @typedef {object} Report where a long work tells how far it is
 * @property {(line: string) => void} say
 * @property {<T>(title: { doing: string, done: string }, work: () => Promise<T>) => Promise<T>} step
 */

/**
 * @param {Report | ((line: string) => void)} [report] a function that takes lines will do; nothing is silence
 * @returns {Report}
 */
export function asReport(report = () => {}) {
  if (typeof report !== 'function') return report;
  return {
    say: report,
    step: async ({ done }, work) => {
      const result = await work();
      report(done);
      return result;
    },
  };
}
