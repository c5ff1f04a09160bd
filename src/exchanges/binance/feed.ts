import type { SocketPolicy } from "#exchanges/connection/held-socket.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { FeedPlan } from "#exchanges/feeding/feed-plan.ts";
import type { BinanceContext } from "./context.ts";
import { BINANCE, WS_HOST } from "./declaration.ts";
import { normalise } from "./normalise.ts";
import { openInterestEveryMs, sourcesOf } from "./sources.ts";
import { SUBSCRIBING, planLines } from "./streams.ts";

/** Binance cuts every line at 24 h; one that replaces itself an hour before loses nothing. It pings by itself; our pings find a dead line sooner. */
const POLICY: SocketPolicy = { maxAgeMs: 23 * 3_600_000, overlapMs: 5_000, keepAlive: { everyMs: 30_000 } };
/** 300 attempts in 5 minutes are allowed. */
const CONNECTIONS: Allowance = { weight: 150, windowMs: 300_000 };

/** What is particular to Binance's feed of `instruments` instruments. */
export const planFeed = (context: BinanceContext, instruments: number): FeedPlan => ({
  label: BINANCE.label,
  setting: WS_HOST,
  timing: context.timing,
  policy: POLICY,
  connections: CONNECTIONS,
  subscribing: SUBSCRIBING,
  normalise,
  lines: (followed) => planLines(context.wsUrl, followed),
  sources: (instrument, signal) => sourcesOf(context, instrument, { signal, openInterestEveryMs: openInterestEveryMs(instruments) }),
  pause: () => context.rest.pause(),
  serverTime: (signal) => context.rest.serverTime(signal),
});
