import type { SocketPolicy } from "#exchanges/connection/held-socket.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { FeedPlan } from "#exchanges/feeding/feed-plan.ts";
import type { OkxContext } from "./context.ts";
import { OKX, WS_HOST } from "./declaration.ts";
import { normalise } from "./normalise.ts";
import { sourcesOf } from "./sources.ts";
import { SUBSCRIBING, planLines } from "./streams.ts";

/** A line on which nothing comes for 30 s is cut by OKX; by age it cuts none. */
const POLICY: SocketPolicy = { overlapMs: 5_000, keepAlive: { text: "ping", everyMs: 20_000 } };
/** Three from one address a second. */
const CONNECTIONS: Allowance = { weight: 3, windowMs: 1_100 };

/** What is particular to OKX's feed. */
export const planFeed = (context: OkxContext): FeedPlan => ({
  label: OKX.label,
  setting: WS_HOST,
  timing: context.timing,
  policy: POLICY,
  connections: CONNECTIONS,
  subscribing: SUBSCRIBING,
  normalise: (text, instruments) => normalise(text, context.sizes.allNow(instruments)),
  lines: (instruments) => planLines(context.wsUrl, instruments),
  sources: (instrument, signal) => sourcesOf(context, instrument, signal),
  pause: () => context.rest.pause(),
  serverTime: (signal) => context.rest.serverTime(signal),
});
