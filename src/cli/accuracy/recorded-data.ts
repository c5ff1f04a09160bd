import { execFile } from "node:child_process";
import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { MARKET_CONTENDERS } from "./contenders.ts";
import { readPositionSamples } from "./position-samples.ts";
import { HOUR_MS } from "#core/units.ts";
import type { PositionSample } from "#engine/score/positions-score.ts";
import { type LiquidationReport, scoreLiquidations } from "./score-liquidations.ts";
import { type PositionReport, scorePositions } from "./score-positions.ts";
import { type RecordedMarket, readMarket } from "./recorded-market.ts";
import { listHistories } from "#storage/import/open-history.ts";

/** The week in which positions were recorded densely, and the day of the crash: chosen for what was recorded, before anything was scored. */
export const POSITIONS_WEEK = { from: Date.UTC(2026, 1, 9), to: Date.UTC(2026, 1, 16) };
const CRASH_DAY = Date.UTC(2026, 0, 31);
/** Coins whose positions are many enough to say something. */
const POSITION_COINS = ["BTC", "ETH", "SOL"];
const POSITIONS_FILE = "-positions.csv.gz";

export interface RecordedReport {
  readonly positions: readonly PositionReport[];
  readonly liquidations: readonly LiquidationReport[];
}

/**
 * Scores the estimate on recorded data: market folders made by the recording's own tool, and public positions.
 * Undefined when there is no such data at `dir` (the simulator needs none).
 */
export async function scoreRecorded(dir: string): Promise<RecordedReport | undefined> {
  return withMarketFolders(dir, async (folders) => ({ positions: await scoreAllPositions(dir, folders), liquidations: await scoreAllLiquidations(folders) }));
}

/** Makes market folders of recorded data for as long as `use` takes. Undefined when there is no recording at `dir`. */
export async function withMarketFolders<T>(dir: string, use: (folders: string) => Promise<T>): Promise<T | undefined> {
  const tool = resolve(dir, "..", "tools", "market-folders.mjs");
  if (!existsSync(tool)) return undefined;
  const folders = await mkdtemp(join(tmpdir(), "powderkeg-recorded-"));
  try {
    // A script that asks whether it is the main one compares real paths.
    await promisify(execFile)(process.execPath, [await realpath(tool), "--data", dir, "--out", folders]);
    return await use(folders);
  } finally {
    await rm(folders, { recursive: true });
  }
}

async function scoreAllPositions(dir: string, folders: string): Promise<readonly PositionReport[]> {
  const markets = await readPositionMarkets(dir, { folders, coins: POSITION_COINS });
  return markets.map(({ market, samples }) => scorePositions(market, samples, MARKET_CONTENDERS));
}

/** A market with samples of its positions. */
export interface PositionMarket {
  readonly market: RecordedMarket;
  readonly samples: readonly PositionSample[];
}

/** `EXCHANGE-positions.csv.gz` goes with the folders `EXCHANGE-COIN`. */
export async function readPositionMarkets(dir: string, { folders, coins }: { folders: string; coins: readonly string[] }): Promise<readonly PositionMarket[]> {
  const markets: PositionMarket[] = [];
  for (const file of (await readdir(dir)).filter((name) => name.endsWith(POSITIONS_FILE)).sort()) {
    const samplesOf = await readPositionSamples(join(dir, file), POSITIONS_WEEK);
    for (const coin of coins) {
      const folder = join(folders, `${basename(file, POSITIONS_FILE)}-${coin}`);
      const [history] = existsSync(folder) ? await listHistories(folder) : [];
      const samples = samplesOf.get(coin);
      if (history && samples) markets.push({ market: await readMarket(history), samples });
    }
  }
  return markets;
}

/** Every folder that has open interest and a liquidation feed of at most an hour. */
async function scoreAllLiquidations(folders: string): Promise<readonly LiquidationReport[]> {
  const reports: LiquidationReport[] = [];
  for (const name of (await readdir(folders, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()) {
    if (!existsSync(join(folders, name, "instrument.json"))) continue;
    const [history] = await listHistories(join(folders, name));
    if (!history.hasOpenInterest) continue;
    const market = await readMarket(history);
    const isHourly = market.prints.length > 0 && market.prints.every((print) => print.kind === "liquidation" || print.intervalMs <= HOUR_MS);
    if (isHourly) reports.push(scoreLiquidations(market, { name, crashDay: CRASH_DAY }));
  }
  return reports;
}
