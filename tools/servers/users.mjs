import { createHmac } from 'node:crypto';

/**
 * The user of a service: the same name at each server.
 * @param {string} service
 */
export function userOf(service) {
  return `postern_${service}`;
}

/**
 * The password of one of a server's users. Each follows from that of its administrator, so that there is one secret to keep
 * a server; nobody can tell it, or another user's, from theirs.
 * @param {string} administrator the administrator's password
 * @param {string} user
 * @returns {string} safe in a URL, in a configuration file and in SQL
 */
export function passwordOf(administrator, user) {
  return createHmac('sha256', administrator).update(user).digest('base64url');
}

/**
 * The way of one of its users to a server that was started here.
 * @param {string} url the administrator's
 * @param {string} user
 */
export function asUser(url, user) {
  const own = new URL(url);
  own.username = user;
  own.password = passwordOf(new URL(url).password, user);
  return own.href;
}
