export { anchorsOf } from './anchors.mjs';
export { configuredProcesses } from './configured-processes.mjs';
