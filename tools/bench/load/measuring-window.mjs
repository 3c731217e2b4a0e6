import { createHistogram, performance } from 'node:perf_hooks';

/**
 * @typedef {object} WindowResult
 * @property {number} tokens counted within the window
 * @property {number} elapsedSeconds
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} maxMs
 * @property {number} generatorBusy share of one core that this process itself took, from 0 to 1
 *
 * @typedef {object} MeasuringWindow
 * @property {() => void} open
 * @property {() => void} close
 * @property {(latencyMs: number) => void} record counts a token, unless the window is not open
 * @property {() => WindowResult} result of a window that was closed
 */

/** @returns {MeasuringWindow} */
export function createMeasuringWindow() {
  const latenciesUs = createHistogram({ figures: 3 });
  let isOpen = false;
  let openedAtMs = 0;
  let closedAtMs = 0;
  let cpu = process.cpuUsage();
  return {
    open() {
      isOpen = true;
      openedAtMs = performance.now();
      cpu = process.cpuUsage();
    },
    close() {
      isOpen = false;
      closedAtMs = performance.now();
      cpu = process.cpuUsage(cpu);
    },
    record(latencyMs) {
      if (isOpen) latenciesUs.record(Math.max(1, Math.round(latencyMs * 1000)));
    },
    result() {
      const elapsedSeconds = (closedAtMs - openedAtMs) / 1000;
      const tokens = latenciesUs.count;
      return {
        tokens,
        elapsedSeconds,
        p50Ms: tokens > 0 ? latenciesUs.percentile(50) / 1000 : Number.NaN,
        p99Ms: tokens > 0 ? latenciesUs.percentile(99) / 1000 : Number.NaN,
        maxMs: tokens > 0 ? latenciesUs.max / 1000 : Number.NaN,
        generatorBusy: (cpu.user + cpu.system) / 1e6 / elapsedSeconds,
      };
    },
  };
}
