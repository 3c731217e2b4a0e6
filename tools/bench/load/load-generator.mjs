/**
 * The process that the load comes from: apart from everything measured, so that neither waits for the other's
 * event loop. Takes one job after the other from its parent.
 */
import { runTokenLoad } from './token-load.mjs';

process.once('disconnect', () => process.exit());
process.on('message', (message) => {
  const job = /** @type {import('./token-load.mjs').LoadJob} */ (message);
  void runTokenLoad(job, {
    open: () => process.send?.({ event: 'open' }),
    close: () => process.send?.({ event: 'close' }),
  }).then((result) => process.send?.({ event: 'done', result }));
});
