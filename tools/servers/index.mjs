/** @typedef {import('./programs.mjs').Program} Program */
/** @typedef {import('./programs.mjs').Programs} Programs */
/** @typedef {import('./server.mjs').Server} Server */
/** @typedef {import('./server.mjs').TlsFiles} TlsFiles */
/** @typedef {import('../report/report.mjs').Report} Report */

export { Problem } from '../report/problem.mjs';
export { findPrograms } from './find-programs.mjs';
export { programEnvironment } from './program-environment.mjs';
export { startNats } from './nats.mjs';
export { startNginx } from './nginx.mjs';
export { startPostgres } from './postgres.mjs';
export { startRedis } from './redis.mjs';
export { asUser, userOf } from './users.mjs';
export { testEnvironment } from './test-environment.mjs';
