import type { AgeBand } from "#core/age-band.ts";
import { HEAT_LEVELS, type WindowName, cellOfRow, columnEnd, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import type { StockLayer } from "#core/layer.ts";
import { rowOf } from "#core/price-rows.ts";
import type { MarketMessage } from "#wire/messages.ts";
import type { Bar } from "#web/chart/bars.ts";
import type { ChartPoint } from "#web/chart/heat-chart.ts";
import type { Sweep } from "#web/data/find-sweeps.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import type { ProbeHow, Reading } from "#web/data/heat-worker-messages.ts";
import type { RealisedCell } from "#core/realised.ts";
import { fetchCandles, fetchRealised } from "#web/data/rest.ts";
import { type BarHistory, createBarHistory } from "./bar-history.ts";
import { type RealisedHistory, createRealisedHistory } from "./realised-history.ts";
import { type KnownStretch, type ReplayTrack, createReplayTrack } from "#web/app/replay/replay-track.ts";
import { levelOfWindow, windowNamed } from "#web/app/view/window-choices.ts";

/** A layer of a market at one level of detail, with its candles and printed liquidations from `loadedFromMs` on. */
export interface Scene {
  readonly market: MarketMessage;
  readonly level: number;
  /** Of the heat. */
  readonly layer: StockLayer;
  /** Part of the heat by age; undefined: all. */
  readonly age: AgeBand | undefined;
  readonly history: BarHistory;
  readonly realised: RealisedHistory;
  readonly loadedFromMs: number;
  /** What moves its instant; undefined: it is that of now. */
  readonly replay?: ReplayTrack | undefined;
}

/** A stretch of time on screen, epoch ms. */
export interface TimeSight {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the crosshair stands on. `reading` is undefined where nothing is estimated. */
export interface CrosshairReading {
  /** The column; it shows the book at its end. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly price: number;
  /** Close of the column's candle: running totals start there. */
  readonly mark: number;
  /** The column's candle; undefined where nothing was traded, or it is not known. */
  readonly candle: Bar | undefined;
  readonly reading: Reading | undefined;
  /** What printed in the bubble under the crosshair: a layer apart from `reading`. */
  readonly realised: RealisedCell | undefined;
  /** The swept cluster whose mark is under the crosshair: of the estimate, and gone. */
  readonly swept: Sweep | undefined;
}

/** The instant that a scene shows. */
export interface SceneInstant {
  readonly atMs: number;
  /** Where what is stored ends. */
  readonly newestMs: () => number;
  /** A scene of now whose candles and prints reach over what is to be shown. */
  readonly known?: Scene | undefined;
}

/** With an instant: as it was known then. */
export function createScene({ market, level, layer, age }: Pick<Scene, "market" | "level" | "layer" | "age">, fromMs: number, instant?: SceneInstant): Scene {
  const loadedFromMs = Math.max(fromMs, 0);
  if (instant) {
    const { known, ...at } = instant;
    const replay = createReplayTrack({ market, level, fetchCandles, fetchRealised, known: known && stretchOf(known), ...at });
    return { market, level, layer, age, history: replay.history, realised: replay.realised, loadedFromMs, replay };
  }
  const history = createBarHistory({ market: market.id, level, fetchCandles });
  const realised = createRealisedHistory({ market: market.id, level, fetchRealised });
  return { market, level, layer, age, history, realised, loadedFromMs };
}

/** Its closed columns. */
function stretchOf({ history: { bars }, realised: { cells }, loadedFromMs, level }: Scene): KnownStretch {
  const toMs = bars.at(-1)?.openTime ?? loadedFromMs;
  const lastColumn = columnIndexOf(HEAT_LEVELS[level], toMs);
  return { fromMs: loadedFromMs, toMs, bars: bars.filter(({ openTime }) => openTime < toMs), cells: cells.filter(({ column }) => column < lastColumn) };
}

const LEAST_OLDER_COLUMNS = 500;

/** The scene with older candles before it; undefined when there are none. Throws when they cannot be had. */
export async function withOlder(scene: Scene, columns: number, signal: AbortSignal): Promise<Scene | undefined> {
  if (scene.loadedFromMs <= (scene.market.firstTime ?? 0)) return undefined;
  const fromMs = Math.max(0, scene.loadedFromMs - Math.max(columns, LEAST_OLDER_COLUMNS) * HEAT_LEVELS[scene.level].columnMs);
  await scene.history.load({ fromMs, toMs: scene.loadedFromMs }, signal);
  return { ...scene, loadedFromMs: fromMs };
}

/** Reads the map under a point of the chart; `whole` waits for what has to be asked for. */
export async function readingAt(
  { level, history }: Scene,
  heat: Pick<HeatClient, "probe">,
  { column, price, realised, swept }: ChartPoint,
  how: ProbeHow = "at-once",
): Promise<CrosshairReading | undefined> {
  const detail = HEAT_LEVELS[level];
  const bar = history.bars.findLast(({ openTime }) => columnIndexOf(detail, openTime) <= column) ?? history.bars[0];
  if (!bar) return undefined;
  const at = { column, cell: cellOfRow(detail, rowOf(price)), markCell: cellOfRow(detail, rowOf(bar.close)) };
  const [fromMs, toMs] = [columnStart(detail, column), columnEnd(detail, column)];
  const candle = columnIndexOf(detail, bar.openTime) === column ? bar : undefined;
  return { fromMs, toMs, price, mark: bar.close, candle, reading: await heat.probe(at, how), realised, swept };
}

/** Share of a window that stays free to the right of the newest column. */
export const ROOM_AHEAD = 0.04;

/** Where a window of a market begins and ends: back from an instant, from now, or from where stored history ends. */
export function sightOfWindow(market: MarketMessage, window: WindowName, atMs?: number): TimeSight & { readonly level: number } {
  const { spanMs } = windowNamed(window);
  const level = levelOfWindow(window, market);
  const toMs = atMs ?? newestTime(market, HEAT_LEVELS[level].columnMs);
  return { level, fromMs: toMs - spanMs, toMs: toMs + spanMs * ROOM_AHEAD };
}

/** Whether history is still being estimated: candles may then be known past the newest book, and are held back until it is there. */
export const isFilling = ({ backfill }: MarketMessage): boolean => backfill.state === "running";

/** Last instant of which candles belong beside the newest book. */
export const candlesUntil = (market: MarketMessage): number => (isFilling(market) && market.lastTime !== null ? market.lastTime - 1 : Infinity);

function newestTime(market: MarketMessage, columnMs: number): number {
  const { lastTime } = market;
  if (lastTime !== null && isFilling(market)) return lastTime;
  const now = Date.now();
  return lastTime !== null && now - lastTime > Math.max(3_600_000, 2 * columnMs) ? lastTime : now;
}
