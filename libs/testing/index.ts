export { asService } from './as-service.js';
export { byPath, collectTraces } from './collect-traces.js';
export { TestCollector } from './collector.js';
export { deferred, type Deferred } from './deferred.js';
export { eventually } from './eventually.js';
export { loggerInto, quiet, type LogLine } from './log-lines.js';
export { testChromium, testPrograms } from './programs.js';
export { TestAuthority } from './test-authority.js';
export { type Resources, TestResources } from './test-resources.js';
export {
  createTestDatabase,
  startTestNats,
  startTestNginx,
  startTestPostgres,
  startTestRedis,
} from './test-servers.js';
export { type ExportedSpan } from './trace-protocol.js';
export { Turns } from './turns.js';
export { type Server as TestServer } from '@postern/tools/servers';
