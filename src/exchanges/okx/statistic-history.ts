import type { MarketEvent } from "#core/events.ts";
import { type Ms, HOUR_MS } from "#core/units.ts";
import type { BackfillRequest } from "#exchanges/exchange.ts";
import { OKX } from "./declaration.ts";
import { type OkxRest, type OpenSpan, STATISTIC_PAGE } from "./endpoints.ts";
import { statisticPeriod } from "./intervals.ts";

/** OKX keeps so many points of each period. */
const POINTS_KEPT = 1_440;
/** The oldest of them go while we ask. */
const SAFE_POINTS = POINTS_KEPT - 2;

type TimedEvent = MarketEvent & { readonly time: Ms };

/** Points in [from, to) at the wanted period as far back as it is kept, and at one hour before that. */
export async function* statisticWindows(
  rest: OkxRest,
  request: BackfillRequest,
  signal: AbortSignal,
  pageOf: (span: OpenSpan & { period: string }) => Promise<readonly TimedEvent[]>,
): AsyncIterable<readonly MarketEvent[]> {
  const wanted = statisticPeriod(request.intervalMs);
  const now = await rest.now(signal);
  for (const { period, periodMs, from, to } of stretches(request, wanted, now)) {
    const spanMs = STATISTIC_PAGE * periodMs;
    for (let start = from; start < to; start += spanMs) {
      const end = Math.min(start + spanMs, to);
      const page = await pageOf({ symbol: request.instrument.symbol, period, before: start - 1, after: end });
      const points = page.filter(({ time }) => time >= start && time < end).toSorted((a, b) => a.time - b.time);
      if (points.length > 0) yield points;
    }
  }
}

interface Stretch {
  readonly period: string;
  readonly periodMs: Ms;
  readonly from: number;
  readonly to: number;
}

function stretches(request: BackfillRequest, wanted: string, now: number): readonly Stretch[] {
  const { kind, from, intervalMs } = request;
  const to = Math.min(request.to, now + 1);
  const depthMs = OKX.history[kind]?.depthMs ?? Infinity;
  const start = Math.max(from, now - depthMs);
  const fineStart = Math.max(start, now - SAFE_POINTS * intervalMs);
  const hourly = { period: "1H", periodMs: HOUR_MS, from: start, to: Math.min(fineStart, to) };
  const fine = { period: wanted, periodMs: intervalMs, from: fineStart, to };
  return intervalMs < HOUR_MS ? [hourly, fine] : [fine];
}
