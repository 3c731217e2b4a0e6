export {
  databaseUrl,
  issuer,
  keyEncryptionKey,
  logFormat,
  logLevel,
  natsUrl,
  redisUrl,
} from './common-settings.js';
export { Issuer } from './issuer.js';
export { ConfigError, loadConfig, loadConfigOrExit } from './load-config.js';
export { secretSetting, setting, settingFacts, type SettingFacts } from './setting.js';
