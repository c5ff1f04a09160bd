import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { StreamRule, Subscription } from "#exchanges/feeding/feed-plan.ts";
import { type Fields, isSymbol } from "#exchanges/reading/fields.ts";

/** What is subscribed to, per coin, and how long its silence is normal: books and contexts come with the blocks, candles and trades with the trading. */
const TOPICS: readonly { readonly type: string; readonly interval?: string; readonly streams: readonly StreamRule[] }[] = [
  { type: "trades", streams: [{ stream: "trades", staleAfterMs: 120_000 }] },
  {
    type: "activeAssetCtx",
    streams: [
      { stream: "mark", staleAfterMs: 30_000 },
      { stream: "open-interest", staleAfterMs: 30_000 },
    ],
  },
  { type: "candle", interval: "1m", streams: [{ stream: "candles", staleAfterMs: 180_000 }] },
  { type: "l2Book", streams: [{ stream: "book", staleAfterMs: 20_000 }] },
];

export function subscriptionsOf(instrument: Instrument): readonly Subscription[] {
  return TOPICS.map(({ streams, ...topic }) => {
    const argument = { ...topic, coin: instrument.symbol };
    return { topic: nameOf(argument), argument, instruments: [instrumentId(instrument)], streams };
  });
}

/** How a subscription is called, e.g. `candle:BTC`; undefined for what is none of a coin. Hyperliquid itself names it by repeating it. */
export const topicOf = ({ type, coin }: Fields): string | undefined => (isSymbol(type) && isSymbol(coin) ? nameOf({ type, coin }) : undefined);

const nameOf = ({ type, coin }: { readonly type: string; readonly coin: string }): string => `${type}:${coin}`;
