import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { USDM_DECLARATION } from "#simulator/binance/declaration.ts";
import { createLiquidationFeed } from "#simulator/binance/liquidation-feed.ts";
import { minuteOf, placeOf } from "#simulator/market/minute-columns.ts";
import { type Recorder, createRecorder } from "#simulator/market/recorder.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import { truthOf } from "#simulator/market/truth.ts";
import { ISOLATED_RUNGS } from "#simulator/market/world-parameters.ts";
import { aggregateTradeRows, fundingRows, klineRows, liquidationRows, markKlineRows, metricsRows, type Span } from "./dump-rows.ts";

export interface DumpOptions {
  readonly seed: string;
  readonly days: number;
  readonly coins: readonly string[];
  /** Folder that gets `data/futures/um/...` and `truth/...`. */
  readonly directory: string;
  /** Midnight UTC, epoch ms. */
  readonly start: number;
  /** Distance of the truth's snapshots, a whole number of minutes. */
  readonly truthEveryMs: number;
  readonly aggregateTrades: "write" | "skip";
  /** Called after each day of each coin. */
  readonly onProgress: (done: { days: number; totalDays: number; coin: string }) => void;
}

export const DUMP_DEFAULTS = { start: Date.UTC(2026, 0, 1), truthEveryMs: 6 * HOUR_MS } as const;
/** The prints of one day stay in the recorder until they are written. */
const KEPT_DAYS = 2;

/** Writes a simulated market as Binance's dump tree, one day after the other, and its truth beside it. Same options, same bytes. */
export async function writeDump(options: DumpOptions): Promise<void> {
  const { seed, days, coins, directory, start, onProgress } = options;
  let done = 0;
  for (const coin of coins) {
    const recorder = createRecorder({ seed, coin, start, exchange: USDM_DECLARATION, keepDays: KEPT_DAYS });
    const { symbol } = recorder.market.profile;
    const truth = await openLines(join(directory, "truth", `${symbol}-levels.jsonl`));
    const forced = await openLines(join(directory, "truth", `${symbol}-forced.csv`));
    const feed = createLiquidationFeed();
    forced.write("open_time_ms,forced_long_usd,forced_short_usd\n");
    for (let day = 0; day < days; day++) {
      const span = { from: start + day * DAY_MS, to: start + (day + 1) * DAY_MS };
      runDay(recorder, span, { truthEveryMs: options.truthEveryMs, onTruth: (line) => truth.write(line) });
      await writeDay(recorder, span, { options, printed: feed.due(recorder.takeForced(), span.to) });
      forced.write(forcedRows(recorder, span));
      onProgress({ days: ++done, totalDays: days * coins.length, coin });
    }
    await writeFunding(recorder, { from: start, to: start + days * DAY_MS }, directory);
    await Promise.all([truth.close(), forced.close()]);
    await writeWorld(recorder, options);
  }
}

/** Snapshots stand at whole multiples of `truthEveryMs` after the day's beginning. */
function runDay(recorder: Recorder, { from, to }: Span, truth: { truthEveryMs: number; onTruth: (line: string) => void }): void {
  for (let time = from; time < to; time += truth.truthEveryMs) {
    recorder.advanceTo(time);
    truth.onTruth(`${JSON.stringify(truthOf(recorder.market))}\n`);
  }
  recorder.advanceTo(to);
}

async function writeDay(recorder: Recorder, span: Span, { options, printed }: { options: DumpOptions; printed: readonly ForcedOrder[] }): Promise<void> {
  const { symbol } = recorder.market.profile;
  const date = new Date(span.from).toISOString().slice(0, 10);
  const daily = join(options.directory, "data", "futures", "um", "daily");
  await writeRows(join(daily, "klines", symbol, "1m", `${symbol}-1m-${date}.csv`), klineRows(recorder, span));
  await writeRows(join(daily, "markPriceKlines", symbol, "1m", `${symbol}-1m-${date}.csv`), markKlineRows(recorder, span));
  await writeRows(join(daily, "metrics", symbol, `${symbol}-metrics-${date}.csv`), metricsRows(recorder, span));
  await writeRows(join(daily, "liquidationSnapshot", symbol, `${symbol}-liquidationSnapshot-${date}.csv`), liquidationRows(recorder, printed));
  if (options.aggregateTrades === "write")
    await writeRows(join(daily, "aggTrades", symbol, `${symbol}-aggTrades-${date}.csv`), aggregateTradeRows(recorder.trades, recorder, span));
}

/** Funding comes in one file a month. */
async function writeFunding(recorder: Recorder, span: Span, directory: string): Promise<void> {
  const { symbol } = recorder.market.profile;
  for (let from = span.from; from < span.to;) {
    const date = new Date(from);
    const to = Math.min(span.to, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
    const name = `${symbol}-fundingRate-${date.toISOString().slice(0, 7)}.csv`;
    await writeRows(join(directory, "data", "futures", "um", "monthly", "fundingRate", symbol, name), fundingRows(recorder, { from, to }));
    from = to;
  }
}

function forcedRows({ minutes }: Recorder, { from, to }: Span): string {
  let text = "";
  for (let time = from; time < to; time += MINUTE_MS) {
    const at = placeOf(minutes, minuteOf(time));
    text += `${time},${minutes.column.forcedLongUsd[at].toFixed(2)},${minutes.column.forcedShortUsd[at].toFixed(2)}\n`;
  }
  return text;
}

async function writeWorld({ market }: Recorder, { seed, days, coins, start, directory }: DumpOptions): Promise<void> {
  const world = { seed, days, coins, start: new Date(start).toISOString(), isolatedRungs: ISOLATED_RUNGS, parameters: market.world };
  await writeFile(join(directory, "truth", "world.json"), `${JSON.stringify(world, null, 2)}\n`);
}

async function writeRows(path: string, rows: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${rows.join("\n")}\n`);
}

async function openLines(path: string): Promise<{ write(text: string): void; close(): Promise<void> }> {
  await mkdir(dirname(path), { recursive: true });
  const stream = createWriteStream(path);
  return {
    write: (text) => void stream.write(text),
    async close() {
      stream.end();
      await finished(stream);
    },
  };
}
