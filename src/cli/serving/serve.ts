import { once } from "node:events";
import { AppError } from "#core/app-error.ts";
import { instrumentId } from "#core/instrument.ts";
import { EXCHANGES } from "#exchanges/registry.ts";
import { combineHub } from "#pipeline/combined/combining-hub.ts";
import { systemClock } from "#pipeline/clock.ts";
import { openHub } from "#pipeline/hub.ts";
import { withReliabilityFloor } from "#pipeline/reliability-floor.ts";
import { assertPortFree } from "#server/port-free.ts";
import { createStageTimes } from "#server/stage-times.ts";
import { startServer } from "#server/start-server.ts";
import { readWeights } from "#cli/offline/weights-file.ts";
import { showBackfill } from "./backfill-progress.ts";
import { warnOfWrongClock } from "./clock-warning.ts";
import type { SourceOptions } from "./data-source.ts";
import { keepHeapLean } from "./lean-heap.ts";
import { openSource } from "./open-source.ts";
import { type TapeOptions, openTape } from "./open-tape.ts";

export interface ServeOptions extends SourceOptions, TapeOptions {
  readonly port: number;
  readonly host: string;
  readonly webDir: string;
  readonly version: string;
  /** Markets with less open interest are thin ones. */
  readonly reliabilityFloorUsd: number;
  /** Files of weights to hold markets at. */
  readonly weights?: readonly string[];
}

/** Runs everything until SIGTERM or SIGINT, then flushes and closes. Whatever has been opened when a start fails is closed again. */
export async function serve(options: ServeOptions): Promise<void> {
  keepHeapLean();
  const stopping = stopSignal();
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const pinned = new Map((await Promise.all((options.weights ?? []).map(readWeights))).map((weights) => [instrumentId(weights.instrument), weights]));
    await assertPortFree(options);
    const source = await openSource(options, stopping.signal);
    opened.push(() => source.close());
    const tape = openTape(source.source, options);
    if (tape) opened.push(() => tape.close());
    const stages = createStageTimes();
    opened.push(async () => stages.close());
    const markets = openHub({
      ...source,
      onStage: (stage, exchange, durationMs) => stages.note(stage, exchange, durationMs),
      pinned,
      tape,
      clock: systemClock,
      signal: stopping.signal,
      onProblem: warn,
    });
    const combined = combineHub(markets, { clock: systemClock, exchanges: EXCHANGES.map(({ declaration }) => declaration.id) });
    const hub = withReliabilityFloor(combined, options.reliabilityFloorUsd);
    opened.push(() => hub.stop());
    const apiKeys = (options.env["POWDERKEG_API_KEYS"] ?? "").split(",").flatMap((key) => key.trim() || []);
    const server = await startServer({ hub, stages, version: options.version, webDir: options.webDir, apiKeys, onProblem: warn }, options);
    opened.push(() => server.close());
    process.stdout.write(`powderkeg: ${server.url} · source ${source.title} · data ${options.dataDir}\n`);
    const endProgress = showBackfill(hub, process.stderr);
    opened.push(async () => endProgress());
    const endClockWatch = warnOfWrongClock(hub, warn);
    opened.push(async () => endClockWatch());
    await markets.opened;
    for (const id of pinned.keys()) if (!hub.market(id)) warn(id, "its weights were given, but it is not followed here");
    if (!stopping.signal.aborted) await once(stopping.signal, "abort");
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    await closeAll(opened);
    stopping.release();
  }
}

/** Closes what was opened, the last first. What cannot be closed well is said, and keeps nothing else open. */
async function closeAll(opened: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const close of opened.toReversed()) {
    await close().catch((error: unknown) => {
      warn("stopping", error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    });
  }
}

/** Aborts at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort(new AppError("unavailable", "stopped"));
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return { signal: controller.signal, release: () => void process.off("SIGTERM", onSignal).off("SIGINT", onSignal) };
}

function warn(where: string, problem: string): void {
  process.stderr.write(`powderkeg: ${where}: ${problem}\n`);
}
