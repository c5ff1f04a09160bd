import { asMs, type Ms } from "#core/units.ts";

/** Time as the pipeline sees it; tests bring their own. */
export interface Clock {
  now(): Ms;
  /** Calls `task` every `intervalMs` until the returned function is called. */
  every(intervalMs: number, task: () => void): () => void;
  /** Resolves after `durationMs`; rejects with the signal's reason when it aborts first. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => asMs(Date.now()),
  every(intervalMs, task) {
    const timer = setInterval(task, intervalMs);
    return () => clearInterval(timer);
  },
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const timer = setTimeout(done, durationMs);
      signal.addEventListener("abort", stopped, { once: true });
      function done() {
        signal.removeEventListener("abort", stopped);
        resolve();
      }
      function stopped() {
        clearTimeout(timer);
        reject(signal.reason as Error);
      }
    }),
};
