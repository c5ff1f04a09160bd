import type { AgeBand } from "#core/age-band.ts";
import type { z } from "zod";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Tier } from "#core/tier.ts";
import type { MarkedSpread } from "#insight/confidence.ts";
import { type LevelsGrid, parseFrame } from "#wire/frames.ts";
import type { LiquidationsReply } from "#wire/liquidations.ts";
import type {
  CandleRow,
  candlesReplySchema,
  ExplainReply,
  MeasuredLevelsReply,
  marketsReplySchema,
  problemSchema,
  RealisedReply,
  RealisedRow,
  SeriesReply,
  SpreadMessage,
  spreadReplySchema,
  StatusMessage,
} from "#wire/messages.ts";
import type { OverviewReply } from "#wire/overview.ts";
import type { WeightsMessage } from "#wire/weights.ts";
import { type LevelsReply, gridOfLevels } from "./levels-grid.ts";
import { reach } from "./reach.ts";

export type MarketsReply = z.infer<typeof marketsReplySchema>;
type CandlesReply = z.infer<typeof candlesReplySchema>;

/** Names of the candle intervals, by length. */
const INTERVAL_NAMES: ReadonlyMap<number, string> = new Map([
  [60_000, "1m"],
  [300_000, "5m"],
  [1_800_000, "30m"],
  [7_200_000, "2h"],
  [43_200_000, "12h"],
]);

export interface CandleRange {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly intervalMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RealisedRange {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly level: number;
  /** As the level has it by default. */
  readonly rowsPerCell?: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** `at`: as it was known then (epoch ms); undefined: now. */
export const fetchMarkets = (at: number | undefined, signal?: AbortSignal): Promise<MarketsReply> =>
  getJson<MarketsReply>(`/v1/markets${asOf("?", at)}`, signal);
export const fetchWeights = (market: string, signal?: AbortSignal): Promise<WeightsMessage> => getJson<WeightsMessage>(`${pathOf(market)}/weights`, signal);
export const fetchOverview = (at: number | undefined, signal?: AbortSignal): Promise<OverviewReply> =>
  getJson<OverviewReply>(`/v1/overview${asOf("?", at)}`, signal);
/** The newest printed liquidations, newest first. */
export const fetchPrints = (
  market: string,
  { limit, at }: { readonly limit: number; readonly at: number | undefined },
  signal?: AbortSignal,
): Promise<LiquidationsReply> => getJson<LiquidationsReply>(`${pathOf(market)}/liquidations?limit=${limit}${asOf("&", at)}`, signal);
export const fetchStatus = (signal?: AbortSignal): Promise<StatusMessage> => getJson<StatusMessage>("/v1/status", signal);

interface BookAsked extends Pick<LevelsGrid, "layer" | "rowsPerCell"> {
  /** Distance from the mark, a fraction; as the server thinks fit by default. */
  readonly reach?: number;
  /** Undefined: all; only of what is modelled. */
  readonly age?: AgeBand | undefined;
}

/** The book now, in cells of `rowsPerCell` price rows: for when the stream does not bring it. */
export async function fetchBook(market: string, { layer, rowsPerCell, reach, age }: BookAsked, signal?: AbortSignal): Promise<LevelsGrid> {
  const path = `${pathOf(market)}/levels${layer === "measured" ? "/measured" : ""}?rowsPerCell=${rowsPerCell}${reach ? `&reach=${reach}` : ""}${age ? `&age=${age}` : ""}`;
  return gridOfLevels(await getJson<LevelsReply | MeasuredLevelsReply>(path, signal));
}

/** The furthest that the server tells. */
const MEASURED_REACH = 0.6;

/** Who is liquidated where now, as far as accounts were looked at. */
export const fetchMeasuredLevels = (market: string, rowsPerCell: number, signal?: AbortSignal): Promise<MeasuredLevelsReply> =>
  getJson<MeasuredLevelsReply>(`${pathOf(market)}/levels/measured?rowsPerCell=${rowsPerCell}&reach=${MEASURED_REACH}`, signal);

interface PastBookAsked extends BookAsked {
  readonly reach: number;
  /** Epoch ms. */
  readonly at: number;
}

/** What stood at the end of the newest column that had ended by an instant; undefined where none is stored. */
export async function fetchPastBook(
  market: string,
  { layer, rowsPerCell, reach, age, at }: PastBookAsked,
  signal?: AbortSignal,
): Promise<LevelsGrid | undefined> {
  const query = new URLSearchParams({ layer, rowsPerCell: String(rowsPerCell), reach: String(reach), at: String(at), ...(age && { age }) });
  const response = await fetch(`${pathOf(market)}/levels/grid?${query}`, signal ? { signal } : {});
  if (response.status === 204) return undefined;
  if (!response.ok) throw new Error(await sentenceOf(response));
  const frame = parseFrame(await response.arrayBuffer());
  return frame.kind === "levels" && frame.full ? frame.grid : undefined;
}

/** What a map may be wrong by, as of `time` (epoch ms); undefined where that was not kept of an earlier instant. */
export interface SpreadKnown {
  readonly time: number;
  readonly spread: MarkedSpread | undefined;
}

/** Of the map now, or at an earlier instant, epoch ms. */
export async function fetchSpread(market: string, at: number | undefined, signal?: AbortSignal): Promise<SpreadKnown> {
  const query = at === undefined ? "" : `?at=${at}`;
  const { asOf, mark, spread } = await getJson<z.infer<typeof spreadReplySchema>>(`${pathOf(market)}/spread${query}`, signal);
  return { time: asOf, spread: spread ? markedSpread(mark, spread) : undefined };
}

function markedSpread(mark: number, spread: SpreadMessage): MarkedSpread {
  const { firstBin, rowsPerBin, longVariance, shortVariance, lean, positionUsd } = spread;
  const variance = [Float64Array.from(longVariance), Float64Array.from(shortVariance)] as const;
  return { mark, firstBin, rowsPerBin, binCount: longVariance.length, variance, lean, positionUsd };
}

/** Candles that open in [fromMs, toMs], oldest first. */
export async function fetchCandles({ market, intervalMs, fromMs, toMs }: CandleRange, signal?: AbortSignal): Promise<readonly CandleRow[]> {
  const query = new URLSearchParams({
    interval: INTERVAL_NAMES.get(intervalMs) ?? String(intervalMs),
    from: String(Math.floor(fromMs)),
    to: String(Math.ceil(toMs)),
  });
  return (await getJson<CandlesReply>(`${pathOf(market)}/candles?${query}`, signal)).candles;
}

/** Most columns that the server sums at once; what is older is left out. */
const MOST_REALISED_COLUMNS = 10_000;
/** As many bubbles as can be told apart; the largest count. */
const MOST_REALISED_CELLS = 3_000;

/** Printed liquidations per column and cell of a level, from the column of `fromMs` to that of `toMs`. */
export async function fetchRealised({ market, level, rowsPerCell, fromMs, toMs }: RealisedRange, signal?: AbortSignal): Promise<readonly RealisedRow[]> {
  const from = Math.max(fromMs, toMs - (MOST_REALISED_COLUMNS - 1) * HEAT_LEVELS[level].columnMs);
  const query = new URLSearchParams({ level: String(level), from: String(Math.floor(from)), to: String(Math.ceil(toMs)), limit: String(MOST_REALISED_CELLS) });
  if (rowsPerCell !== undefined) query.set("rowsPerCell", String(rowsPerCell));
  return (await getJson<RealisedReply>(`${pathOf(market)}/realised?${query}`, signal)).cells;
}

/** Most bars that the server gives at once; what is older is left out. */
const MOST_SERIES_BARS = 5_000;

/** What happened beside the price, bar by bar, from the bar of `fromMs` to that of `toMs`. */
export function fetchSeries(
  { market, intervalMs, fromMs, toMs, at }: CandleRange & { readonly at?: number | undefined },
  signal?: AbortSignal,
): Promise<SeriesReply> {
  const from = Math.max(fromMs, toMs - (MOST_SERIES_BARS - 1) * intervalMs);
  const query = new URLSearchParams({ interval: INTERVAL_NAMES.get(intervalMs) ?? "", from: String(Math.floor(from)), to: String(Math.floor(toMs)) });
  return getJson<SeriesReply>(`${pathOf(market)}/series?${query}${asOf("&", at)}`, signal);
}

/** A cell of a market's map. */
export interface CellAt {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly timeMs: number;
  readonly price: number;
  readonly side: PositionSide;
  readonly rowsPerCell: number;
  readonly tier?: Tier | undefined;
}

/** Why a cell holds what it holds. May take seconds: the server replays what it has recorded. */
export function fetchExplanation({ market, timeMs, price, side, rowsPerCell, tier }: CellAt, signal?: AbortSignal): Promise<ExplainReply> {
  const query = new URLSearchParams({ time: String(timeMs), price: String(price), side, rowsPerCell: String(rowsPerCell), ...(tier && { tier }) });
  return getJson<ExplainReply>(`${pathOf(market)}/explain?${query}`, signal);
}

const asOf = (joint: "?" | "&", at: number | undefined): string => (at === undefined ? "" : `${joint}at=${at}`);

function pathOf(market: string): string {
  const [exchange, symbol] = market.split(":");
  return `/v1/markets/${encodeURIComponent(exchange)}/${encodeURIComponent(symbol)}`;
}

async function getJson<Reply>(path: string, signal?: AbortSignal): Promise<Reply> {
  const response = await reach(path, { headers: { accept: "application/json" }, ...(signal && { signal }) });
  if (response.ok) return (await response.json()) as Reply;
  throw new Error(await sentenceOf(response));
}

async function sentenceOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => undefined)) as Partial<z.infer<typeof problemSchema>> | undefined;
  return problem?.detail ?? `the server answered ${response.status}`;
}
