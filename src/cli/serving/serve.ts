import { once } from "node:events";
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
import { closeAll, stopSignal, warn } from "./running.ts";
import { warnOfUnfollowedWeights } from "./unfollowed-weights.ts";

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
    const endPinnedWatch = warnOfUnfollowedWeights(hub, [...pinned.keys()], warn);
    opened.push(async () => endPinnedWatch());
    await server.rehearse(stopping.signal);
    if (!stopping.signal.aborted) await once(stopping.signal, "abort");
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    await closeAll(opened);
    stopping.release();
  }
}
