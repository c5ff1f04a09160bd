import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { DeskSources, Poll } from "#exchanges/feeding/feed-plan.ts";
import { hasRatios } from "./backfill.ts";
import type { BybitContext } from "./context.ts";
import { TRADE_PAGE, subjectOf } from "./endpoints.ts";
import { candleInterval, periodOf } from "./intervals.ts";
import { candleOfKline, fundingOfRow, ratioOfRow, tradeOfRow } from "./rows.ts";

/** The shortest period that Bybit counts accounts in. */
const RATIO_PERIOD_MS = asMs(5 * MINUTE_MS);

/** What REST adds to the streams of one instrument. */
export function sourcesOf({ rest, timing }: BybitContext, instrument: Instrument, signal: AbortSignal): DeskSources {
  const subject = subjectOf(instrument);
  return {
    trades: {
      by: "key",
      recentTrades: TRADE_PAGE,
      async fetchRecent() {
        const { result } = await rest.recentTrades(subject, signal);
        // Newest first; block trades are left out as on the socket.
        const taken = result.list.filter(({ isBlockTrade }) => isBlockTrade !== true).toReversed();
        return taken.map((row) => ({ key: row.execId, event: tradeOfRow(instrument, row) }));
      },
    },
    candles: {
      closedBy: "flag",
      async fetchRange(from, to) {
        const { result } = await rest.recentKlines(subject, candleInterval(MINUTE_MS), { from, to }, signal);
        return result.list.map((row) => candleOfKline(instrument, MINUTE_MS, row)).toReversed();
      },
    },
    book: { snapshots: "stream" },
    ...(instrument.expiry === undefined && {
      funding: {
        async fetchSince(from) {
          const { result } = await rest.recentFundingRates(subject, { from, to: timing.clock.now() + MINUTE_MS }, signal);
          return result.list.map((row) => fundingOfRow(instrument, row)).toReversed();
        },
      },
    }),
    polls: hasRatios(instrument) ? [ratioPoll()] : [],
  };

  function ratioPoll(): Poll {
    return {
      stream: "ratio",
      everyMs: MINUTE_MS,
      staleAfterMs: 5 * RATIO_PERIOD_MS,
      async ask() {
        const { result } = await rest.latestRatio(subject, periodOf(RATIO_PERIOD_MS), signal);
        return result.list.flatMap((row) => ratioOfRow(instrument, row));
      },
    };
  }
}
