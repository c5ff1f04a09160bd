import type { Category } from "./category.ts";

/** How Bitget's messages name what is subscribed to. */
export interface TopicArgument {
  readonly instType: string;
  readonly topic: string;
  readonly symbol?: string;
  readonly interval?: string;
}

/** One name of a subscription, for messages, answers and people: `usdt-futures:kline:BTCUSDT:1m`. */
export const topicName = ({ instType, topic, symbol, interval }: TopicArgument): string => [instType, topic, symbol, interval].filter(Boolean).join(":");

export const instTypeOf = (category: Category): string => category.toLowerCase();
