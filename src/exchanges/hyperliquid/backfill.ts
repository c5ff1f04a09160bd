import { AppError } from "#core/app-error.ts";
import type { MarketEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { BackfillKind, BackfillRequest } from "#exchanges/exchange.ts";
import { CANDLES_KEPT, FUNDING_INTERVAL_MS, HYPERLIQUID } from "./declaration.ts";
import { FUNDING_PAGE, type HyperliquidInfo } from "./info.ts";
import { candleInterval } from "./intervals.ts";
import { candleOfRow } from "./rows.ts";

type Batches = AsyncIterable<readonly MarketEvent[]>;
type Backfill = (info: HyperliquidInfo, request: BackfillRequest, signal: AbortSignal) => Batches;

/** History in [from, to), oldest first, one batch an answer. Only bars that the exchange's own clock says are closed. */
export function backfill(info: HyperliquidInfo, request: BackfillRequest, signal: AbortSignal): Batches {
  const pages = BACKFILLS[request.kind];
  if (pages === undefined) throw new AppError("bad-input", `${HYPERLIQUID.label} keeps no history of ${request.kind}`);
  return pages(info, request, signal);
}

const BACKFILLS: Readonly<Partial<Record<BackfillKind, Backfill>>> = { candles: candlePages, funding: fundingPages };

/** One answer can hold all that is kept; should it hold less, the next begins where it ends. */
async function* candlePages(info: HyperliquidInfo, { instrument, from, to, intervalMs }: BackfillRequest, signal: AbortSignal): Batches {
  const interval = candleInterval(intervalMs);
  const { time } = await info.serverTime(instrument.symbol, signal);
  const end = Math.min(to, time - intervalMs + 1);
  for (let startTime = Math.max(from, time - CANDLES_KEPT * intervalMs); startTime < end;) {
    const rows = Math.ceil((end - startTime) / intervalMs);
    const page = await info.candles({ coin: instrument.symbol, interval, startTime, endTime: end - 1 }, rows, signal);
    const bars = page.filter(({ t }) => t >= startTime && t < end).sort((a, b) => a.t - b.t);
    if (bars.length === 0) return;
    yield bars.map((row) => candleOfRow(instrument, intervalMs, row));
    startTime = nextStart(instrument, startTime, bars[bars.length - 1].t + intervalMs);
  }
}

async function* fundingPages(info: HyperliquidInfo, { instrument, from, to }: BackfillRequest, signal: AbortSignal): Batches {
  for (let startTime: number = from; startTime < to;) {
    const rows = Math.ceil((to - startTime) / FUNDING_INTERVAL_MS);
    const page = await info.funding({ coin: instrument.symbol, startTime, endTime: to - 1 }, rows, signal);
    const settled = page.filter(({ time }) => time >= startTime && time < to).sort((a, b) => a.time - b.time);
    if (settled.length > 0)
      yield settled.map(({ time, fundingRate }) => ({ kind: "funding", instrument: instrumentId(instrument), time: asMs(time), rate: fundingRate }));
    if (page.length < FUNDING_PAGE || settled.length === 0) return;
    startTime = nextStart(instrument, startTime, settled[settled.length - 1].time + 1);
  }
}

/** Refuses to ask for the same page for ever. */
function nextStart({ symbol }: Instrument, startTime: number, next: number): number {
  if (next <= startTime)
    throw new AppError("unavailable", `${HYPERLIQUID.label} repeats a page of ${symbol} that starts at ${new Date(startTime).toISOString()}`);
  return next;
}
