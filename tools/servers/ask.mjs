import { connect } from 'node:net';

/**
 * Sends a text to a port of 127.0.0.1 and looks for an answer.
 * @param {number} port
 * @param {string} text
 * @param {RegExp} expected
 * @returns {Promise<boolean>} whether the expected answer came within a second
 */
export function answers(port, text, expected) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let received = '';
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.on('connect', () => socket.write(text));
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (expected.test(received)) done(true);
    });
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
  });
}
