import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "#core/app-error.ts";
import { startSimulatedExchanges } from "./simulated-exchanges.ts";
import type { WorkerCall, WorkerReport } from "./start-in-worker.ts";

/** Thread that runs simulated exchanges: reports their addresses once, stops at the first message it gets. */
const port = parentPort;
if (port === null) throw new Error("simulated-exchanges-worker runs as a worker thread only");
const report = (message: WorkerReport) => port.postMessage(message);

try {
  const { options, calledAt } = workerData as WorkerCall;
  const now = options.now + Date.now() - calledAt;
  const { hosts, truthUrl, controlUrl, stop } = await startSimulatedExchanges({ ...options, now });
  port.once("message", () => void stop().then(() => port.close()));
  report({ kind: "open", addresses: { hosts, truthUrl, controlUrl } });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  report({ kind: "failed", code: error.code, sentence: error.message });
}
