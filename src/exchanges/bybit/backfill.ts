import { AppError } from "#core/app-error.ts";
import type { MarketEvent } from "#core/events.ts";
import { HOUR_MS, type Ms, asMs } from "#core/units.ts";
import type { BackfillKind, BackfillRequest } from "#exchanges/exchange.ts";
import { BYBIT } from "./declaration.ts";
import { type BybitRest, FUNDING_PAGE, KLINE_PAGE, OPEN_INTEREST_PAGE, RATIO_PAGE, type Span, subjectOf } from "./endpoints.ts";
import { candleInterval, periodOf } from "./intervals.ts";
import { candleOfKline, candleOfMarkKline, fundingOfRow, openInterestOfRow, ratioOfRow } from "./rows.ts";
import { listingSchema } from "./schemas.ts";

type Batches = AsyncIterable<readonly MarketEvent[]>;
type Backfill = (rest: BybitRest, request: BackfillRequest, signal: AbortSignal) => Batches;

/** History by REST in [from, to), oldest first, one batch a page. Only bars that the exchange's own clock says are closed. */
export function backfill(rest: BybitRest, request: BackfillRequest, signal: AbortSignal): Batches {
  const pages = BACKFILLS[request.kind];
  if (pages === undefined) throw new AppError("bad-input", `${BYBIT.label} keeps no history of ${request.kind}`);
  return pages(rest, request, signal);
}

const BACKFILLS: Readonly<Partial<Record<BackfillKind, Backfill>>> = {
  candles: (rest, request, signal) => {
    const { instrument, intervalMs } = request;
    const interval = candleInterval(intervalMs);
    return windows({ rest, request, signal, rowMs: intervalMs, rows: KLINE_PAGE, lastsMs: intervalMs }, async (span) => {
      const { result } = await rest.klines(subjectOf(instrument), interval, span, signal);
      return result.list.map((row) => candleOfKline(instrument, intervalMs, row));
    });
  },
  "mark-candles": (rest, request, signal) => {
    const { instrument, intervalMs } = request;
    const interval = candleInterval(intervalMs);
    return windows({ rest, request, signal, rowMs: intervalMs, rows: KLINE_PAGE, lastsMs: intervalMs }, async (span) => {
      const { result } = await rest.markKlines(subjectOf(instrument), interval, span, signal);
      return result.list.map((row) => candleOfMarkKline(instrument, intervalMs, row));
    });
  },
  "open-interest": (rest, request, signal) => {
    const { instrument, intervalMs } = request;
    const period = periodOf(intervalMs);
    return windows({ rest, request, signal, rowMs: intervalMs, rows: OPEN_INTEREST_PAGE }, async (span) => {
      const { result } = await rest.openInterest(subjectOf(instrument), period, span, signal);
      return result.list.map((row) => openInterestOfRow(instrument, row));
    });
  },
  funding: (rest, request, signal) => {
    const { instrument } = request;
    if (instrument.expiry !== undefined) return nothing();
    // Funding is paid every hour at the most often.
    return windows({ rest, request, signal, rowMs: HOUR_MS, rows: FUNDING_PAGE }, async (span) => {
      const { result } = await rest.fundingRates(subjectOf(instrument), span, signal);
      return result.list.map((row) => fundingOfRow(instrument, row));
    });
  },
  ratio: (rest, request, signal) => {
    const { instrument, intervalMs } = request;
    const period = periodOf(intervalMs);
    if (!hasRatios(instrument)) return nothing();
    return windows({ rest, request, signal, rowMs: intervalMs, rows: RATIO_PAGE }, async (span) => {
      const { result } = await rest.ratios(subjectOf(instrument), period, span, signal);
      return result.list.flatMap((row) => ratioOfRow(instrument, row));
    });
  },
};

/** Bybit counts accounts of perpetuals in USDT and of inverse ones only. */
export const hasRatios = ({ contract, expiry, listing }: BackfillRequest["instrument"]): boolean =>
  expiry === undefined && (contract === "inverse" || (listing?.settle ?? "USDT") === "USDT");

interface WindowedHistory {
  readonly rest: BybitRest;
  readonly request: BackfillRequest;
  readonly signal: AbortSignal;
  /** Least time between rows. */
  readonly rowMs: Ms;
  readonly rows: number;
  /** How long after its stamp a row is complete. Default 0. */
  readonly lastsMs?: Ms;
}

/**
 * Spans that hold at most one page, oldest first, since Bybit cuts a longer one at its old end. None lies before the listing, none after now at the
 * exchange, and one request in the beginning tells both.
 */
async function* windows(
  { rest, request, signal, rowMs, rows, lastsMs = asMs(0) }: WindowedHistory,
  pageOf: (span: Span) => Promise<readonly MarketEvent[]>,
): Batches {
  const { instrument, from, to } = request;
  const { result, time } = await rest.instrument(subjectOf(instrument), signal);
  const listing = listingSchema.safeParse(result.list.at(0)).data;
  if (listing === undefined) throw new AppError("not-found", `${BYBIT.label} lists no ${instrument.symbol}`);
  const end = Math.min(to, time - lastsMs + 1);
  const begin = Math.max(from, listing.launchTime - (listing.launchTime % rowMs));
  for (let start = begin; start < end; start += rows * rowMs) {
    const span = { from: start, to: Math.min(start + rows * rowMs, end) - 1 };
    const page = (await pageOf(span)).filter((event) => stampOf(event) >= span.from && stampOf(event) <= span.to);
    if (page.length > 0) yield page.toSorted((a, b) => stampOf(a) - stampOf(b));
  }
}

const stampOf = (event: MarketEvent): Ms => ("openTime" in event ? event.openTime : event.time);

async function* nothing(): Batches {}
