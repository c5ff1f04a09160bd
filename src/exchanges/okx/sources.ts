import type { Instrument } from "#core/instrument.ts";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import type { CandleSource, DeskSources, Poll } from "#exchanges/feeding/feed-plan.ts";
import { barsBetween } from "./bar-history.ts";
import type { OkxContext } from "./context.ts";
import { candleOfRow, fundingOfRow, ratioOfRow, tradeOfRow } from "./rows.ts";

const RATIO_EVERY_MS = 5 * MINUTE_MS;

/** What REST mends: trades by id, candles by time, settlements. Books come anew over the socket, liquidations are not kept. */
export function sourcesOf(context: OkxContext, instrument: Instrument, signal: AbortSignal): DeskSources {
  const { rest, sizes, timing } = context;
  const { symbol } = instrument;
  return {
    trades: {
      by: "id",
      fetchSpan: async (_, lastId) => (await rest.tradesBefore(symbol, lastId + 1, signal)).map((row) => tradeOfRow(sizes.now(instrument), row)),
    },
    candles: candlesOf(context, instrument, signal),
    book: { snapshots: "stream" },
    ...(instrument.expiry === undefined && {
      funding: {
        async fetchSince(from) {
          const rows = await rest.fundingRates({ symbol, before: from - 1, after: timing.clock.now() + DAY_MS }, signal);
          return rows.map((row) => fundingOfRow(instrument, row)).toReversed();
        },
      },
    }),
    polls: [ratioOf(context, instrument, signal)],
  };
}

function candlesOf({ rest, sizes }: OkxContext, instrument: Instrument, signal: AbortSignal): CandleSource {
  return {
    closedBy: "flag",
    async fetchRange(from, to) {
      const span = { symbol: instrument.symbol, before: from - 1, after: to + 1 };
      const bars = await barsBetween(span, async (part) => {
        const rows = await rest.recentCandles({ ...part, bar: "1m" }, signal);
        return rows.map((row) => candleOfRow(sizes.now(instrument), MINUTE_MS, row));
      });
      return bars.filter(({ closed }) => closed);
    },
  };
}

/** There is no stream of it. */
function ratioOf({ rest, timing }: OkxContext, instrument: Instrument, signal: AbortSignal): Poll {
  return {
    stream: "ratio",
    everyMs: RATIO_EVERY_MS,
    staleAfterMs: 5 * RATIO_EVERY_MS,
    async ask() {
      const now = timing.clock.now();
      const rows = await rest.ratioHistory({ symbol: instrument.symbol, period: "5m", before: now - 3 * RATIO_EVERY_MS, after: now + 1 }, signal);
      return rows.map((row) => ratioOfRow(instrument, row)).toReversed();
    },
  };
}
