import { notionalUsd } from "#core/instrument.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { TimeRange } from "#storage/store.ts";
import type { SeriesSpan } from "./request-fields.ts";

/** USD of printed liquidations at their fill prices. */
export interface ForcedSum {
  readonly long: number;
  readonly short: number;
}

export const sumOfForced = (sums: readonly ForcedSum[]): ForcedSum =>
  sums.reduce((total, { long, short }) => ({ long: total.long + long, short: total.short + short }), { long: 0, short: 0 });

/** What printed on any of the markets in [from, to). */
export async function forcedIn(hub: Hub, markets: readonly MarketView[], range: TimeRange): Promise<ForcedSum> {
  const sums = await Promise.all(markets.map((market) => forcedOf(hub, market, range)));
  return sumOfForced(sums);
}

async function forcedOf(hub: Hub, { id, contract }: MarketView, range: TimeRange): Promise<ForcedSum> {
  let long = 0;
  let short = 0;
  for await (const events of hub.events(id, ["liquidation"], range)) {
    for (const event of events) {
      if (event.kind !== "liquidation") continue;
      const usd = notionalUsd(contract, event.size, event.price);
      if (event.positionSide === "long") long += usd;
      else short += usd;
    }
  }
  return { long, short };
}

/** One cell as tall as any price: sums over a bar, whatever was paid. */
const ALL_ROWS = 1_000_000;

/** What printed per bar of the span, oldest first, a zero where nothing did. The store sums. */
export async function forcedByBar(
  hub: Hub,
  markets: readonly MarketView[],
  { intervalMs, from, to }: SeriesSpan,
): Promise<readonly (ForcedSum & { readonly time: number })[]> {
  const bars = Array.from({ length: Math.max(0, (to - from) / intervalMs) }, (_, i) => ({ time: from + i * intervalMs, long: 0, short: 0 }));
  for (const { id } of markets) {
    for (const { column, longUsd, shortUsd } of await hub.realised(id, { columnMs: intervalMs, rowsPerCell: ALL_ROWS }, { from, to })) {
      const bar = bars[column - from / intervalMs];
      bar.long += longUsd;
      bar.short += shortUsd;
    }
  }
  return bars;
}
