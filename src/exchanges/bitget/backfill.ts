import { AppError } from "#core/app-error.ts";
import type { CandleEvent, MarketEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { DAY_MS, asMs } from "#core/units.ts";
import type { BackfillKind, BackfillRequest } from "#exchanges/exchange.ts";
import { numberEqual } from "#exchanges/feeding/equal-orders.ts";
import { BITGET } from "./declaration.ts";
import { type BitgetRest, CANDLE_PAGE, type CandlePage, FUNDING_PAGE, HISTORY_CANDLE_PAGE, MOST_FUNDING_PAGES, subjectOf } from "./endpoints.ts";
import { candleInterval, ratioPeriod } from "./intervals.ts";
import { liquidationsBetween } from "./liquidation-history.ts";
import { candleOfRow, fundingOfRow, liquidationOfRow, markCandleOfRow, ratioOfRow } from "./rows.ts";
import { type Candle, type FundingRate, listingSchema } from "./schemas.ts";

type Batches = AsyncIterable<readonly MarketEvent[]>;
type Backfill = (rest: BitgetRest, request: BackfillRequest, signal: AbortSignal) => Batches;

/** History by REST in [from, to), oldest first. Only bars that the exchange's own clock says are closed. */
export function backfill(rest: BitgetRest, request: BackfillRequest, signal: AbortSignal): Batches {
  const pages = BACKFILLS[request.kind];
  if (pages === undefined) throw new AppError("bad-input", `${BITGET.label} keeps no history of ${request.kind}`);
  return pages(rest, request, signal);
}

const BACKFILLS: Readonly<Partial<Record<BackfillKind, Backfill>>> = {
  candles(rest, request, signal) {
    const { instrument, intervalMs } = request;
    const interval = candleInterval(intervalMs);
    return candlePages({ rest, request, signal }, { interval, type: "market", barOf: (row) => candleOfRow(instrument, intervalMs, row) });
  },
  "mark-candles"(rest, request, signal) {
    const { instrument, intervalMs } = request;
    const interval = candleInterval(intervalMs);
    return candlePages({ rest, request, signal }, { interval, type: "mark", barOf: (row) => markCandleOfRow(instrument, intervalMs, row) });
  },
  funding: fundingPages,
  ratio(rest, request, signal) {
    const period = ratioPeriod(request.intervalMs);
    return ratioPage({ rest, request, signal }, period);
  },
  liquidations: liquidationPages,
};

interface HistorySource {
  readonly rest: BitgetRest;
  readonly request: BackfillRequest;
  readonly signal: AbortSignal;
}

interface BarKind extends Pick<CandlePage, "interval" | "type"> {
  readonly barOf: (row: Candle) => CandleEvent;
}

/** Of minutes the endpoint of recent bars keeps a month, of longer intervals more. */
const RECENT_MS = 28 * DAY_MS;
/** Pages that Bitget was seen to give where more was asked for. */
const SMALLER_PAGES = [200, 100];

/** Spans of at most one page, oldest first: old ones from the endpoint of history, the others by the thousand, or by as many as Bitget turns out to give. */
async function* candlePages({ rest, request, signal }: HistorySource, { interval, type, barOf }: BarKind): Batches {
  const { instrument, intervalMs, to } = request;
  const subject = subjectOf(instrument);
  const { now, listedAt } = await boundsOf(rest, instrument, signal);
  const end = Math.min(to, now - intervalMs + 1);
  let most = CANDLE_PAGE;
  for (let start = Math.max(request.from, listedAt - (listedAt % intervalMs)); start < end;) {
    const isOld = start < now - RECENT_MS;
    const asked = isOld ? HISTORY_CANDLE_PAGE : most;
    const span = { from: start, to: Math.min(start + asked * intervalMs, end) - 1 };
    const { data } = await (isOld ? rest.historyCandles : rest.candles)(subject, { interval, type, ...span }, signal);
    const bars = data
      .map(barOf)
      .filter(({ openTime }) => openTime >= span.from && openTime <= span.to)
      .toSorted((a, b) => a.openTime - b.openTime);
    const given = SMALLER_PAGES.find((rows) => rows === data.length);
    if (given !== undefined && given < asked && bars.length > 0 && bars[0].openTime >= span.from + intervalMs) {
      most = given;
      continue;
    }
    if (bars.length > 0) yield bars;
    start = span.to + 1;
  }
}

/** Pages have numbers, from the newest back; so all that are wanted are read before the first goes out. */
async function* fundingPages(rest: BitgetRest, { instrument, from, to }: BackfillRequest, signal: AbortSignal): Batches {
  if (instrument.expiry !== undefined) return;
  const newestFirst: FundingRate[] = [];
  for (let page = 1; page <= MOST_FUNDING_PAGES; page++) {
    const { data } = await rest.fundingRates(subjectOf(instrument), page, signal);
    const rates = data.resultList ?? [];
    newestFirst.push(...rates);
    if (rates.length < FUNDING_PAGE || rates.some(({ fundingRateTimestamp }) => fundingRateTimestamp < from)) break;
  }
  // A settlement between two requests moves rows to the next page.
  const byTime = new Map(newestFirst.map((rate) => [rate.fundingRateTimestamp, rate]));
  const rates = [...byTime.values()].filter(({ fundingRateTimestamp: time }) => time >= from && time < to);
  if (rates.length > 0) yield rates.toSorted((a, b) => a.fundingRateTimestamp - b.fundingRateTimestamp).map((rate) => fundingOfRow(instrument, rate));
}

/** One answer holds all that there is. */
async function* ratioPage({ rest, request, signal }: HistorySource, period: string): Batches {
  const { instrument, from, to } = request;
  if (!hasRatios(instrument)) return;
  const { data } = await rest.ratios(subjectOf(instrument), period, signal);
  const rows = data.filter(({ ts }) => ts >= from && ts < to).toSorted((a, b) => a.ts - b.ts);
  if (rows.length > 0) yield rows.flatMap((row) => ratioOfRow(instrument, row));
}

/** Bitget counts accounts of perpetuals in USDT only. */
export const hasRatios = ({ contract, expiry, listing }: Instrument): boolean =>
  contract === "linear" && expiry === undefined && (listing?.settle ?? "USDT") === "USDT";

async function* liquidationPages(rest: BitgetRest, { instrument, from, to }: BackfillRequest, signal: AbortSignal): Batches {
  const { now } = await boundsOf(rest, instrument, signal);
  const kept = Math.max(from, now - (BITGET.history.liquidations?.depthMs ?? Infinity));
  if (kept >= to) return;
  const rows = await liquidationsBetween(rest, { instrument, from: kept, to }, signal);
  if (rows.length > 0) yield numberEqual(rows.map((row) => liquidationOfRow(instrument, row, rest.amounts.unit)));
}

/** The time at Bitget, and since when it lists the instrument where it says so. */
async function boundsOf(rest: BitgetRest, instrument: Instrument, signal: AbortSignal): Promise<{ readonly now: number; readonly listedAt: number }> {
  const { data, requestTime } = await rest.instrument(subjectOf(instrument), signal);
  const listing = data.flatMap((row) => listingSchema.safeParse(row).data ?? []).find(({ symbol }) => symbol === instrument.symbol);
  if (listing === undefined) throw new AppError("not-found", `${BITGET.label} lists no ${instrument.symbol}`);
  return { now: asMs(requestTime), listedAt: asMs(listing.launchTime ?? 0) };
}
