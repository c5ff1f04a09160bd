import { AppError } from "#core/app-error.ts";
import type { FundingEvent, MarketEvent } from "#core/events.ts";
import type { BackfillKind, BackfillRequest } from "#exchanges/exchange.ts";
import { barWindows } from "./bar-history.ts";
import { OKX } from "./declaration.ts";
import { CANDLE_PAGE, MARK_CANDLE_PAGE, type OkxRest } from "./endpoints.ts";
import { candleInterval } from "./intervals.ts";
import { candleOfMarkRow, candleOfRow, fundingOfRow, openInterestOfRow, ratioOfRow } from "./rows.ts";
import { statisticWindows } from "./statistic-history.ts";

type Batches = AsyncIterable<readonly MarketEvent[]>;
type Backfill = (rest: OkxRest, request: BackfillRequest, signal: AbortSignal) => Batches;

/** History by REST in [from, to), oldest first. */
export function backfill(rest: OkxRest, request: BackfillRequest, signal: AbortSignal): Batches {
  const pages = BACKFILLS[request.kind];
  if (pages === undefined) throw new AppError("bad-input", `${OKX.label} keeps no history of ${request.kind}`);
  return pages(rest, request, signal);
}

const BACKFILLS: Readonly<Partial<Record<BackfillKind, Backfill>>> = {
  candles(rest, request, signal) {
    const bar = candleInterval(request.intervalMs);
    return barWindows(rest, request, signal, {
      page: CANDLE_PAGE,
      pageOf: async (span) => (await rest.candles({ ...span, bar }, signal)).map((row) => candleOfRow(request.instrument, request.intervalMs, row)),
    });
  },
  "mark-candles"(rest, request, signal) {
    const bar = candleInterval(request.intervalMs);
    return barWindows(rest, request, signal, {
      page: MARK_CANDLE_PAGE,
      pageOf: async (span) => (await rest.markCandles({ ...span, bar }, signal)).map((row) => candleOfMarkRow(request.instrument, request.intervalMs, row)),
    });
  },
  "open-interest": (rest, request, signal) =>
    statisticWindows(rest, request, signal, async (span) =>
      (await rest.openInterestHistory(span, signal)).map((row) => openInterestOfRow(request.instrument, row)),
    ),
  ratio: (rest, request, signal) =>
    statisticWindows(rest, request, signal, async (span) => (await rest.ratioHistory(span, signal)).map((row) => ratioOfRow(request.instrument, row))),
  funding: fundingPages,
};

/** Answers begin with the newest and the settlements of three months are few, so they are gathered before they are given. Dated futures have none. */
async function* fundingPages(rest: OkxRest, { instrument, from, to }: BackfillRequest, signal: AbortSignal): Batches {
  if (instrument.expiry !== undefined) return;
  const pages: FundingEvent[][] = [];
  for (let after: number = to; ;) {
    const rows = await rest.fundingRates({ symbol: instrument.symbol, before: from - 1, after }, signal);
    const settled = rows.filter(({ fundingTime }) => fundingTime >= from && fundingTime < after).toSorted((a, b) => a.fundingTime - b.fundingTime);
    if (settled.length === 0) break;
    pages.unshift(settled.map((row) => fundingOfRow(instrument, row)));
    after = settled[0].fundingTime;
  }
  yield* pages;
}
