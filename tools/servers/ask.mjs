import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

/**
 * Sends a text to a port of 127.0.0.1 and looks for an answer.
 * @param {number} port
 * @param {string} text
 * @param {RegExp} expected
 * @param {boolean} [secure] whether it speaks TLS; whose certificate it shows does not matter here
 * @returns {Promise<boolean>} whether the expected answer came within a second
 */
export function answers(port, text, expected, secure = false) {
  return new Promise((resolve) => {
    const address = { port, host: '127.0.0.1' };
    const socket = secure ? connectSecurely({ ...address, rejectUnauthorized: false }) : connect(address);
    let received = '';
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.on(secure ? 'secureConnect' : 'connect', () => socket.write(text));
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (expected.test(received)) done(true);
    });
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
  });
}
