import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "#core/app-error.ts";
import { type SimulatedBinanceOptions, startSimulatedBinance } from "./simulated-binance.ts";
import type { WorkerReport } from "./start-in-worker.ts";

/** Thread that runs a simulated exchange: reports its addresses once, stops at the first message it gets. */
const port = parentPort;
if (port === null) throw new Error("simulated-binance-worker runs as a worker thread only");
const report = (message: WorkerReport) => port.postMessage(message);

try {
  const exchange = await startSimulatedBinance(workerData as SimulatedBinanceOptions);
  port.once("message", () => void exchange.stop().then(() => port.close()));
  report({ kind: "open", restUrl: exchange.restUrl, wsUrl: exchange.wsUrl, truthUrl: exchange.truthUrl });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  report({ kind: "failed", code: error.code, sentence: error.message });
}
