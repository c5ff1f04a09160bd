import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { DeskSources } from "#exchanges/feeding/feed-plan.ts";
import type { BinanceContext } from "./context.ts";
import { bookOfDepth, candleOfKline, fundingOfRow, openInterestOfAnswer, ratioOfRow, tradeOfRow } from "./rows.ts";

/** Between polls of one instrument: 5 s, and slower for more than fifty so that all together spend at most 600 weight a minute. */
export const openInterestEveryMs = (instruments: number): number => Math.max(5_000, instruments * 100);
/** Binance dates a settlement some ms after it was due. */
const SETTLEMENT_SPAN_MS = 60_000;
/** The shortest period that Binance counts accounts in. */
const RATIO_EVERY_MS = 5 * MINUTE_MS;

export interface SourceOptions {
  readonly signal: AbortSignal;
  readonly openInterestEveryMs: number;
}

/** What REST adds to the streams of one instrument. There are no streams of open interest and ratios, so they are asked for. */
export function sourcesOf({ rest, timing }: BinanceContext, instrument: Instrument, { signal, openInterestEveryMs: everyMs }: SourceOptions): DeskSources {
  const { symbol } = instrument;
  const { clock } = timing;
  return {
    trades: {
      by: "id",
      fetchSpan: async (firstId) => (await rest.aggregateTrades(symbol, firstId, signal)).map((row) => tradeOfRow(instrument, row)),
    },
    candles: {
      closedBy: "flag",
      async fetchRange(startTime, endTime) {
        const rows = await rest.recentKlines({ symbol, interval: "1m", startTime, endTime }, signal);
        return rows.map((row) => candleOfKline(instrument, MINUTE_MS, row));
      },
    },
    book: {
      snapshots: "rest",
      async fetchSnapshot() {
        const depth = await rest.depth(symbol, signal);
        return { last: depth.lastUpdateId, event: bookOfDepth(instrument, depth, clock.now()) };
      },
    },
    ...(instrument.expiry === undefined && {
      funding: {
        async fetchSince(startTime) {
          const rows = await rest.fundingRates({ symbol, startTime, endTime: clock.now() + SETTLEMENT_SPAN_MS }, signal);
          return rows.map((row) => fundingOfRow(instrument, row));
        },
      },
    }),
    polls: [
      {
        stream: "ratio",
        everyMs: RATIO_EVERY_MS,
        staleAfterMs: 5 * RATIO_EVERY_MS,
        ask: async () => (await rest.recentRatios(symbol, signal)).map((row) => ratioOfRow(instrument, row)).sort((a, b) => a.time - b.time),
      },
      {
        stream: "open-interest",
        everyMs,
        staleAfterMs: 60_000,
        ask: async () => [openInterestOfAnswer(instrument, await rest.openInterest(symbol, signal))],
      },
    ],
  };
}
