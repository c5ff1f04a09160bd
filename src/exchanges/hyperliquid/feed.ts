import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { SocketPolicy } from "#exchanges/connection/held-socket.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import { splitLine } from "#exchanges/feeding/split-line.ts";
import type { FeedPlan, Subscribing } from "#exchanges/feeding/feed-plan.ts";
import type { HyperliquidContext } from "./context.ts";
import { HYPERLIQUID, WS_HOST } from "./declaration.ts";
import { normalise } from "./normalise.ts";
import { sourcesOf } from "./sources.ts";
import { subscriptionsOf } from "./topics.ts";

/** A line is cut when nothing was sent over it for a minute; it is not cut by age. */
const POLICY: SocketPolicy = { overlapMs: 5_000, keepAlive: { text: JSON.stringify({ method: "ping" }), everyMs: 30_000 } };
/** 30 a minute and address are allowed, and 10 lines at once. */
const CONNECTIONS: Allowance = { weight: 15, windowMs: MINUTE_MS };
/** 1,000 are allowed over all lines; fewer a line lose less when it breaks, and these leave room for a line that replaces another. */
const MOST_TOPICS = 200;

const SUBSCRIBING: Subscribing = {
  message: (method, [{ argument }]) => JSON.stringify({ method, subscription: argument }),
  answersTo: "topic",
  mostTopicsPerMessage: 1,
  mostBytesPerMessage: 1_000,
  // 2,000 messages a minute are allowed over all lines.
  messages: [{ weight: 300, windowMs: MINUTE_MS }],
};

/** What is particular to Hyperliquid's feed. `clockCoin`: whose book tells its time. */
export const planFeed = (context: HyperliquidContext, clockCoin: string): FeedPlan => ({
  label: HYPERLIQUID.label,
  setting: WS_HOST,
  timing: context.timing,
  policy: POLICY,
  connections: CONNECTIONS,
  subscribing: SUBSCRIBING,
  normalise,
  lines: (instruments: readonly Instrument[]) =>
    splitLine({ name: "market", url: () => context.wsUrl, subscriptions: instruments.flatMap(subscriptionsOf) }, MOST_TOPICS),
  sources: (instrument, signal) => sourcesOf(context, instrument, signal),
  pause: () => context.info.pause(),
  serverTime: async (signal) => asMs((await context.info.serverTime(clockCoin, signal)).time),
});
