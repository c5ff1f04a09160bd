import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { numberEqual } from "#exchanges/feeding/equal-orders.ts";
import type { DeskSources, KeyedTrade, Poll } from "#exchanges/feeding/feed-plan.ts";
import { hasRatios } from "./backfill.ts";
import type { BitgetContext } from "./context.ts";
import { FILL_PAGE, subjectOf } from "./endpoints.ts";
import { candleInterval, ratioPeriod } from "./intervals.ts";
import { liquidationsBetween } from "./liquidation-history.ts";
import { candleOfRow, fundingOfRow, liquidationOfRow, ratioOfRow, tradeOfRow } from "./rows.ts";

/** The shortest period that Bitget counts accounts in, and how often it is asked, once a second for all instruments being the limit. */
const RATIO_PERIOD_MS = asMs(5 * MINUTE_MS);
/** Forced orders are pushed up to twenty seconds after they took place, so a hole begins before the line broke. */
const LATE_MS = MINUTE_MS;

/** What REST adds to the streams of one instrument. */
export function sourcesOf(context: BitgetContext, instrument: Instrument, signal: AbortSignal): DeskSources {
  const { rest, timing } = context;
  const subject = subjectOf(instrument);
  return {
    trades: {
      by: "key",
      recentTrades: FILL_PAGE,
      async fetchRecent() {
        const { data } = await rest.fills(subject, signal);
        return data.map((row) => ({ key: row.execId, event: tradeOfRow(instrument, row) })).toSorted((a, b) => a.event.time - b.event.time);
      },
      // What unit the older API counts coin-margined contracts in is not documented.
      ...(instrument.contract === "linear" && { fetchOlder: () => oldTrades(context, instrument, signal) }),
    },
    candles: {
      closedBy: "next",
      async fetchRange(from, to) {
        // Of bars the end of a span is not in it.
        const span = { from, to: to + MINUTE_MS - 1 };
        const { data } = await rest.recentCandles(subject, { interval: candleInterval(MINUTE_MS), type: "market", ...span }, signal);
        return data.map((row) => candleOfRow(instrument, MINUTE_MS, row)).toSorted((a, b) => a.openTime - b.openTime);
      },
    },
    book: { snapshots: "stream" },
    liquidations: {
      async fetchSince(from) {
        const span = { instrument, from: from - LATE_MS, to: timing.clock.now() + LATE_MS };
        const rows = await liquidationsBetween(rest, span, signal);
        return numberEqual(rows.map((row) => liquidationOfRow(instrument, row, rest.amounts.unit)));
      },
    },
    ...(instrument.expiry === undefined && {
      funding: {
        async fetchSince(from) {
          const { data } = await rest.recentFundingRates(subject, signal);
          return (data.resultList ?? []).map((row) => fundingOfRow(instrument, row)).filter(({ time }) => time >= from);
        },
      },
    }),
    polls: hasRatios(instrument) ? [ratioPoll()] : [],
  };

  function ratioPoll(): Poll {
    return {
      stream: "ratio",
      everyMs: RATIO_PERIOD_MS,
      staleAfterMs: 5 * RATIO_PERIOD_MS,
      async ask() {
        const { data } = await rest.ratios(subject, ratioPeriod(RATIO_PERIOD_MS), signal);
        return data.slice(-1).flatMap((row) => ratioOfRow(instrument, row));
      },
    };
  }
}

/** Page after page, as long as there are any. */
async function* oldTrades({ rest }: BitgetContext, instrument: Instrument, signal: AbortSignal): AsyncIterable<readonly KeyedTrade[]> {
  for (let before: string | undefined; ;) {
    const { data } = await rest.oldFills(subjectOf(instrument), before, signal);
    const oldest = data.at(-1);
    if (oldest === undefined || oldest.tradeId === before) return;
    yield data.map((row) => ({ key: row.tradeId, event: tradeOfRow(instrument, row) }));
    before = oldest.tradeId;
  }
}
