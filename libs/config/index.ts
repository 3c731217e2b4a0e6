export { addressGroup } from './address-group.js';
export {
  issuer,
  jwksUriAllowPrivate,
  keyEncryptionKey,
  keySetMaxAgeSeconds,
  logFormat,
  logLevel,
  maxTokenLifetimeSeconds,
  previousKeyEncryptionKey,
  signingAlgorithm,
} from './common-settings.js';
export {
  databasePoolSize,
  databaseServer,
  databaseSettings,
  natsServer,
  natsSettings,
  redisSettings,
} from './connection-settings.js';
export { Issuer } from './issuer.js';
export { isLocalhost, JwksUriRule } from './jwks-uri-rule.js';
export { host, monitoringAddress, monitoringSettings } from './listening-settings.js';
export { ConfigError, exitOnConfigError, loadConfig, loadConfigOrExit } from './load-config.js';
export { perMinute } from './per-minute.js';
export { secretSetting, setting, settingFacts, type SettingFacts } from './setting.js';
export {
  samplingSettings,
  tracingSettings,
  type SamplingSettings,
  type TracingSettings,
} from './tracing-settings.js';
