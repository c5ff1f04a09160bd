import { AppError } from "#core/app-error.ts";
import type { CandleEvent } from "#core/events.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import type { OkxRest, OpenSpan } from "./endpoints.ts";
import { typeOf } from "./listing.ts";

export interface BarSource {
  /** Bars in a page, the most that OKX gives. */
  readonly page: number;
  /** The newest of the span first; all of them, or as many as fit in a page. */
  pageOf(span: OpenSpan): Promise<readonly CandleEvent[]>;
}

/** Some hosts give fewer rows than asked for: at least so many when there are more. */
const SMALLEST_PAGE = 100;

/** Closed bars in [from, to), a window of one page after the other, from the listing on. */
export async function* barWindows(rest: OkxRest, request: BackfillRequest, signal: AbortSignal, source: BarSource): AsyncIterable<readonly CandleEvent[]> {
  const { instrument, intervalMs } = request;
  const [now, listedAt] = await Promise.all([rest.now(signal), listTime(rest, request, signal)]);
  const end = Math.min(request.to, now);
  const firstAsked = Math.max(request.from, listedAt - intervalMs + 1);
  const spanMs = source.page * intervalMs;
  for (let from = Math.ceil(firstAsked / intervalMs) * intervalMs; from < end; from += spanMs) {
    const bars = await barsBetween({ symbol: instrument.symbol, before: from - 1, after: Math.min(from + spanMs, end) }, (span) => source.pageOf(span));
    const closed = bars.filter((bar) => bar.closed);
    if (closed.length > 0) yield closed;
  }
}

/** All bars of a span, oldest first, though the host may give it in pieces, the newest first. */
export async function barsBetween(span: OpenSpan, pageOf: BarSource["pageOf"]): Promise<readonly CandleEvent[]> {
  const bars: CandleEvent[] = [];
  for (let after = span.after; ; after = bars[0].openTime) {
    const page = (await pageOf({ ...span, after })).filter(({ openTime }) => openTime > span.before && openTime < after);
    bars.unshift(...page.toSorted((a, b) => a.openTime - b.openTime));
    if (page.length < SMALLEST_PAGE || bars[0].openTime - span.before <= bars[0].intervalMs) return bars;
  }
}

/** When the instrument was listed: what lies before costs no questions. 0 when OKX no longer knows it. */
async function listTime(rest: OkxRest, { instrument }: BackfillRequest, signal: AbortSignal): Promise<number> {
  try {
    const [listing] = await rest.listTimes(typeOf(instrument), instrument.symbol, signal);
    return listing?.listTime ?? 0;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return 0;
    throw error;
  }
}
