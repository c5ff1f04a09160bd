import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError, type AppErrorCode } from "#core/app-error.ts";
import type { WritingProgress } from "./listings.ts";
import type { SimulatedAddresses, SimulatedExchangesOptions } from "./simulated-exchanges.ts";

/** What a worker is started with. The thread takes seconds to come up: its `now` is that of the call, and as much later. */
export interface WorkerCall {
  readonly options: Omit<SimulatedExchangesOptions, "signal" | "onProgress" | "onPublished">;
  /** System clock at the call. */
  readonly calledAt: number;
}

/** The first word of a worker. Afterwards it says how far the past is written. */
export type OpeningReport =
  | { readonly kind: "open"; readonly addresses: SimulatedAddresses }
  | { readonly kind: "failed"; readonly code: AppErrorCode; readonly sentence: string };

export interface WorkerListener {
  /** Hears how far the past is written. */
  readonly onProgress: (progress: WritingProgress) => void;
  readonly onCrash: (error: Error) => void;
}

/** Old-generation heap of the thread; its columns and heaps live outside of it. */
const HEAP_MB = 512;

/**
 * Like `openSimulatedExchanges`, on a thread of its own, so that writing the history stalls nobody; faults and the journal are reached over
 * HTTP. Only from the built product: a worker cannot load TypeScript on Node 20. `onCrash` hears of a thread that died after it had opened.
 */
export async function startSimulatedExchangesInWorker(
  { signal, ...options }: Omit<SimulatedExchangesOptions, "onProgress" | "onPublished">,
  { onProgress, onCrash }: WorkerListener,
): Promise<SimulatedAddresses & { stop(): Promise<void> }> {
  const worker = new Worker(new URL("./simulated-exchanges-worker.js", import.meta.url), {
    workerData: { options, calledAt: Date.now() } satisfies WorkerCall,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const [report] = (await once(worker, "message", { signal }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  })) as [OpeningReport];
  if (report.kind === "failed") {
    await worker.terminate();
    throw new AppError(report.code, report.sentence);
  }
  worker.on("message", onProgress);
  worker.on("error", (error) => onCrash(error instanceof Error ? error : new Error("the simulated exchanges' thread died")));
  return {
    ...report.addresses,
    async stop() {
      const ended = once(worker, "exit");
      worker.postMessage("stop", []);
      await ended;
    },
  };
}
