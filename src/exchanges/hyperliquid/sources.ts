import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { DeskSources } from "#exchanges/feeding/feed-plan.ts";
import { isRecord } from "#exchanges/reading/fields.ts";
import type { HyperliquidContext } from "./context.ts";
import { FUNDING_INTERVAL_MS } from "./declaration.ts";
import { candleInterval } from "./intervals.ts";
import { readTrade } from "./normalise.ts";
import { candleOfRow } from "./rows.ts";

/** What REST adds to the streams of one instrument. */
export function sourcesOf({ info, timing }: HyperliquidContext, instrument: Instrument, signal: AbortSignal): DeskSources {
  const coin = instrument.symbol;
  return {
    trades: {
      by: "key",
      barsCountThem: true,
      fetchRecent: async () => (await info.recentTrades(coin, signal)).flatMap((row) => (isRecord(row) ? (readTrade(row) ?? []) : [])),
    },
    candles: {
      closedBy: "next",
      async fetchRange(from, to) {
        const rows = Math.ceil((to - from) / MINUTE_MS) + 1;
        const candles = await info.candles({ coin, interval: candleInterval(MINUTE_MS), startTime: from, endTime: to }, rows, signal);
        return candles.map((row) => candleOfRow(instrument, MINUTE_MS, row)).sort((a, b) => a.openTime - b.openTime);
      },
    },
    book: { snapshots: "stream" },
    funding: {
      everyMs: FUNDING_INTERVAL_MS,
      async fetchSince(from) {
        const endTime = timing.clock.now() + MINUTE_MS;
        const settled = await info.funding({ coin, startTime: from, endTime }, Math.ceil((endTime - from) / FUNDING_INTERVAL_MS), signal);
        return settled.map(({ time, fundingRate }) => ({ kind: "funding", instrument: instrumentId(instrument), time: asMs(time), rate: fundingRate }));
      },
    },
  };
}
