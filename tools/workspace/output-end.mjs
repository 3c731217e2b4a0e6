/**
 * @param {string} output
 * @returns {string} its last 40 lines, indented
 */
export function outputEnd(output) {
  const lines = output.trimEnd().split('\n').slice(-40);
  return lines.map((line) => `  ${line}`).join('\n');
}
