/**
 * The value in the middle; of an even number of values the mean of the two in the middle. NaN of none.
 * @param {number[]} values
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2;
}

/**
 * The smallest value that `share` of all values do not exceed (nearest rank). NaN of none.
 * @param {number[]} values
 * @param {number} share from 0 to 1, such as 0.99
 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return at(sorted, Math.max(0, Math.ceil(share * sorted.length) - 1));
}

/**
 * @param {number[]} values
 * @param {number} index
 */
function at(values, index) {
  return values[index] ?? Number.NaN;
}
