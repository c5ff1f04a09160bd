import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "#core/app-error.ts";
import { openSimulatedExchanges } from "./simulated-exchanges.ts";
import type { WritingProgress } from "./listings.ts";
import type { OpeningReport, WorkerCall } from "./start-in-worker.ts";

/** Thread that runs simulated exchanges: reports their addresses once, then how far their past is written; stops at the first message it gets. */
const port = parentPort;
if (port === null) throw new Error("simulated-exchanges-worker runs as a worker thread only");
const report = (message: OpeningReport | WritingProgress) => port.postMessage(message);
/** Shares of the past that are told of. */
const TOLD_SHARE = 0.01;

function tellProgress(): (progress: WritingProgress) => void {
  let told = -1;
  return ({ coin, share }) => {
    if (share < told + TOLD_SHARE && share < 1) return;
    told = share;
    report({ coin, share });
  };
}

try {
  const { options, calledAt } = workerData as WorkerCall;
  const now = options.now + Date.now() - calledAt;
  const { hosts, truthUrl, controlUrl, stop } = await openSimulatedExchanges({ ...options, now, onProgress: tellProgress() });
  port.once("message", () => void stop().then(() => port.close()));
  report({ kind: "open", addresses: { hosts, truthUrl, controlUrl } });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  report({ kind: "failed", code: error.code, sentence: error.message });
}
