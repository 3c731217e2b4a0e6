const intro = `# What the token service may do in Redis, and nothing else. Made from its code by \`npm run docs\`; start.sh puts its password in.`;

/**
 * docker/redis/users.conf, for the configuration of any Redis server.
 * @param {readonly string[]} rights as rules of its access control list
 */
export function redisUsers(rights) {
  return `${intro}\nuser postern_tokens reset on #$REDIS_TOKENS_PASSWORD_SHA256 ${rights.join(' ')}\n`;
}
