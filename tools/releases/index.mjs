export { checkout } from '../workspace/checkout.mjs';
export { buildRelease, findPreviousRelease } from './previous-release.mjs';
