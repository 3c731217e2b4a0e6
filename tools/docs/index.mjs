export { configuredProcesses } from './configured-processes.mjs';
