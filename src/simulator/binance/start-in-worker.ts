import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError, type AppErrorCode } from "#core/app-error.ts";
import type { SimulatedBinance, SimulatedBinanceOptions } from "./simulated-binance.ts";

/** The one message a worker sends. */
export type WorkerReport =
  | { readonly kind: "open"; readonly restUrl: string; readonly wsUrl: string; readonly truthUrl: string }
  | { readonly kind: "failed"; readonly code: AppErrorCode; readonly sentence: string };

/** Old-generation heap of the thread; its columns and heaps live outside of it. */
const HEAP_MB = 128;

/**
 * Like `startSimulatedBinance`, on a thread of its own, so that writing the history stalls nobody. Only from the built product: a worker
 * cannot load TypeScript on Node 20. `onCrash` hears of a thread that died after it had opened.
 */
export async function startSimulatedBinanceInWorker(options: SimulatedBinanceOptions, onCrash: (error: Error) => void): Promise<SimulatedBinance> {
  const worker = new Worker(new URL("./simulated-binance-worker.js", import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const [report] = (await once(worker, "message")) as [WorkerReport];
  if (report.kind === "failed") {
    await worker.terminate();
    throw new AppError(report.code, report.sentence);
  }
  worker.on("error", (error) => onCrash(error instanceof Error ? error : new Error("the simulated exchange's thread died")));
  const { restUrl, wsUrl, truthUrl } = report;
  return {
    restUrl,
    wsUrl,
    truthUrl,
    async stop() {
      const ended = once(worker, "exit");
      worker.postMessage("stop", []);
      await ended;
    },
  };
}
