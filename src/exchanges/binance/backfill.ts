import { AppError } from "#core/app-error.ts";
import type { MarketEvent, OpenInterestEvent, RatioEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { BackfillKind, BackfillRequest } from "#exchanges/exchange.ts";
import { BINANCE } from "./declaration.ts";
import { type BinanceRest, FUNDING_PAGE, type HistoryPage, KLINE_PAGE, SAMPLE_PAGE } from "./endpoints.ts";
import { candleInterval, samplePeriod } from "./intervals.ts";
import { candleOfKline, candleOfMarkKline, fundingOfRow, openInterestOfAnswer, ratioOfRow } from "./rows.ts";

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
  "open-interest": (rest, request, signal) =>
    samplePages({ rest, request, signal }, async (page) => {
      const rows = await rest.openInterestHistory(page, signal);
      return rows.map(({ sumOpenInterest, timestamp }) => openInterestOfAnswer(request.instrument, { openInterest: sumOpenInterest, time: timestamp }));
    }),
  ratio: (rest, request, signal) =>
    samplePages({ rest, request, signal }, async (page) => (await rest.ratioHistory(page, signal)).map((row) => ratioOfRow(request.instrument, row))),
  funding: fundingPages,
};

interface Source {
  readonly rest: BinanceRest;
  readonly request: BackfillRequest;
  readonly signal: AbortSignal;
}

/** Pages of bars. Binance starts a page at the first bar it has, so a symbol that is younger than `from` costs no empty pages. */
async function* barPages<Bar extends MarketEvent & { openTime: number }>(
  { rest, request, signal }: Source,
  pageOf: (page: HistoryPage) => Promise<readonly Bar[]>,
): Batches {
  const { instrument, intervalMs } = request;
  const now = await rest.now(signal);
  const end = Math.min(request.to, now - intervalMs + 1);
  for (let startTime: number = request.from; startTime < end;) {
    const page = await pageOf({ symbol: instrument.symbol, startTime, endTime: end - 1 });
    const bars = page.filter(({ openTime }) => openTime >= startTime && openTime < end);
    if (bars.length > 0) yield bars;
    if (page.length < KLINE_PAGE) return;
    startTime = nextStart(instrument, startTime, page[page.length - 1].openTime + intervalMs);
  }
}

type SamplePage = (page: HistoryPage & { period: string }) => Promise<readonly (OpenInterestEvent | RatioEvent)[]>;

/** Each window holds at most one page, so that it does not matter from which end of a longer one Binance would cut. */
async function* samplePages({ rest, request, signal }: Source, pageOf: SamplePage): Batches {
  const { instrument, kind, from, to, intervalMs } = request;
  const period = samplePeriod(intervalMs);
  const now = await rest.now(signal);
  const depthMs = BINANCE.history[kind]?.depthMs ?? Infinity;
  const end = Math.min(to, now + 1);
  // A start before the depth is an error at Binance, and the depth moves while we ask.
  for (let startTime = Math.max(from, now - depthMs + 10 * MINUTE_MS); startTime < end; startTime += SAMPLE_PAGE * intervalMs) {
    const endTime = Math.min(startTime + SAMPLE_PAGE * intervalMs, end) - 1;
    const page = await pageOf({ symbol: instrument.symbol, period, startTime, endTime });
    const samples = page.filter(({ time }) => time >= startTime && time <= endTime).sort((a, b) => a.time - b.time);
    if (samples.length > 0) yield samples;
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
