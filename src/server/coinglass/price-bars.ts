import type { CandleEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { Hub } from "#pipeline/hub.ts";
import { foldedCandle } from "#pipeline/past/clipped-reads.ts";
import type { SeriesSpan } from "./request-fields.ts";

/** Bars of traded price, oldest first: the stored ones, and of those that the feed tells of now what the store does not have yet, down to the forming minute. */
export async function priceBars(hub: Hub, market: InstrumentId, { intervalMs, from, to }: SeriesSpan): Promise<readonly CandleEvent[]> {
  const recent = hub.recentBars(market);
  const barOf = (time: number): number => Math.floor(time / intervalMs) * intervalMs;
  // Bars into which a recent minute falls are put together here, minute by minute, so that none is in them twice.
  const cut = recent.length === 0 ? to : Math.min(to, Math.max(from, barOf(recent[0].openTime)));
  const [whole, stored] = await Promise.all([
    from < cut ? hub.candles(market, intervalMs, { from, to: asMs(cut) }) : [],
    cut < to ? hub.candles(market, MINUTE_MS, { from: asMs(cut), to }) : [],
  ]);
  const told = recent.filter(({ openTime }) => openTime >= cut && openTime < to);
  const minutes = new Map([...told, ...stored].map((minute) => [minute.openTime as number, minute]));
  const parts = new Map<number, CandleEvent[]>();
  for (const minute of [...minutes.values()].sort((a, b) => a.openTime - b.openTime)) {
    const openTime = barOf(minute.openTime);
    parts.set(openTime, [...(parts.get(openTime) ?? []), minute]);
  }
  return [...whole, ...[...parts].flatMap(([openTime, of]) => foldedCandle(of, { openTime: asMs(openTime), intervalMs }) ?? [])];
}
