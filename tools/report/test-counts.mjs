/**
 * A reporter for node:test that writes the counts under the names that Jest gives them.
 * @param {AsyncIterable<{ type: string, data: { details?: { type?: string } } }>} events
 */
export default async function* testCounts(events) {
  let numPassedTests = 0;
  let numFailedTests = 0;
  for await (const { type, data } of events) {
    if (data.details?.type === 'suite') continue;
    if (type === 'test:pass') numPassedTests++;
    if (type === 'test:fail') numFailedTests++;
  }
  yield JSON.stringify({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites: 0 });
}
