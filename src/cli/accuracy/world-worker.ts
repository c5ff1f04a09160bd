import { parentPort, workerData } from "node:worker_threads";
import { type WorldReport, type WorldTask, scoreWorld } from "./score-worlds.ts";

/** A thread's whole life: one world. See `scoreWorlds`. */
async function work(): Promise<WorldReport> {
  try {
    return { kind: "scores", ...(await scoreWorld(workerData as WorldTask)) };
  } catch (error) {
    return { kind: "failed", sentence: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.postMessage(await work(), []);
