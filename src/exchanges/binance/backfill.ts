import { AppError } from "#core/app-error.ts";
import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { BackfillKind, BackfillRequest } from "#exchanges/exchange.ts";
import { BINANCE } from "./declaration.ts";
import { type BinanceRest, FUNDING_PAGE, type HistoryPage, KLINE_PAGE, OPEN_INTEREST_PAGE } from "./endpoints.ts";
import { candleInterval, openInterestPeriod } from "./intervals.ts";
import { candleOfKline, candleOfMarkKline, fundingOfRow } from "./rows.ts";

type Batches = AsyncIterable<readonly MarketEvent[]>;
type Backfill = (rest: BinanceRest, request: BackfillRequest, signal: AbortSignal) => Batches;

/** History by REST in [from, to), oldest first, one batch a page. Only bars that the exchange's own clock says are closed. */
export function backfill(rest: BinanceRest, request: BackfillRequest, signal: AbortSignal): Batches {
  const pages = BACKFILLS[request.kind];
  if (pages === undefined) throw new AppError("bad-input", `${BINANCE.label} keeps no history of ${request.kind}`);
  return pages(rest, request, signal);
}

const BACKFILLS: Readonly<Partial<Record<BackfillKind, Backfill>>> = {
  candles: (rest, request, signal) => {
    const interval = candleInterval(request.intervalMs);
    return barPages({ rest, request, signal }, async (page) => {
      const rows = await rest.klines({ ...page, interval }, signal);
      return rows.map((row) => candleOfKline(request.instrument, request.intervalMs, row));
    });
  },
  "mark-candles": (rest, request, signal) => {
    const interval = candleInterval(request.intervalMs);
    return barPages({ rest, request, signal }, async (page) => {
      const rows = await rest.markKlines({ ...page, interval }, signal);
      return rows.map((row) => candleOfMarkKline(request.instrument, request.intervalMs, row));
    });
  },
  "open-interest": openInterestPages,
  funding: fundingPages,
};

interface BarSource {
  readonly rest: BinanceRest;
  readonly request: BackfillRequest;
  readonly signal: AbortSignal;
}

/** Pages of bars. Binance starts a page at the first bar it has, so a symbol that is younger than `from` costs no empty pages. */
async function* barPages<Bar extends MarketEvent & { openTime: number }>(
  { rest, request, signal }: BarSource,
  pageOf: (page: HistoryPage) => Promise<readonly Bar[]>,
): Batches {
  const { instrument, intervalMs } = request;
  const { serverTime } = await rest.serverTime(signal);
  const end = Math.min(request.to, serverTime - intervalMs + 1);
  for (let startTime: number = request.from; startTime < end;) {
    const page = await pageOf({ symbol: instrument.symbol, startTime, endTime: end - 1 });
    const bars = page.filter(({ openTime }) => openTime >= startTime && openTime < end);
    if (bars.length > 0) yield bars;
    if (page.length < KLINE_PAGE) return;
    startTime = nextStart(instrument, startTime, page[page.length - 1].openTime + intervalMs);
  }
}

/** Each window holds at most one page, so that it does not matter from which end of a longer one Binance would cut. */
async function* openInterestPages(rest: BinanceRest, { instrument, from, to, intervalMs }: BackfillRequest, signal: AbortSignal): Batches {
  const period = openInterestPeriod(intervalMs);
  const { serverTime } = await rest.serverTime(signal);
  const depthMs = BINANCE.history["open-interest"]?.depthMs ?? Infinity;
  const end = Math.min(to, serverTime + 1);
  // A start before the depth is an error at Binance, and the depth moves while we ask.
  for (let startTime = Math.max(from, serverTime - depthMs + 10 * MINUTE_MS); startTime < end; startTime += OPEN_INTEREST_PAGE * intervalMs) {
    const endTime = Math.min(startTime + OPEN_INTEREST_PAGE * intervalMs, end) - 1;
    const page = await rest.openInterestHistory({ symbol: instrument.symbol, period, startTime, endTime }, signal);
    const rows = page.filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime).sort((a, b) => a.timestamp - b.timestamp);
    if (rows.length > 0)
      yield rows.map(({ timestamp, sumOpenInterest }) => ({
        kind: "open-interest",
        instrument: instrumentId(instrument),
        time: asMs(timestamp),
        openInterest: sumOpenInterest,
      }));
  }
}

async function* fundingPages(rest: BinanceRest, { instrument, from, to }: BackfillRequest, signal: AbortSignal): Batches {
  for (let startTime: number = from; startTime < to;) {
    const page = await rest.fundingRates({ symbol: instrument.symbol, startTime, endTime: to - 1 }, signal);
    const rows = page.filter(({ fundingTime }) => fundingTime >= startTime && fundingTime < to).sort((a, b) => a.fundingTime - b.fundingTime);
    if (rows.length > 0) yield rows.map((row) => fundingOfRow(instrument, row));
    if (page.length < FUNDING_PAGE) return;
    startTime = nextStart(instrument, startTime, page[page.length - 1].fundingTime + 1);
  }
}

/** Refuses to ask for the same page for ever. */
function nextStart({ symbol }: Instrument, startTime: number, next: number): number {
  if (next <= startTime) throw new AppError("unavailable", `${BINANCE.label} repeats a page of ${symbol} that starts at ${new Date(startTime).toISOString()}`);
  return next;
}
