import { asMs } from "#core/units.ts";
import type { SocketPolicy } from "#exchanges/connection/held-socket.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { FeedPlan, Subscribing } from "#exchanges/feeding/feed-plan.ts";
import type { BitgetContext } from "./context.ts";
import { BITGET, WS_HOST } from "./declaration.ts";
import { normalise } from "./normalise.ts";
import { sourcesOf } from "./sources.ts";
import { planLines } from "./streams.ts";

/** Bitget cuts a line on which it heard no text `ping` for two minutes, and every line at 24 h. */
const POLICY: SocketPolicy = { maxAgeMs: 23 * 3_600_000, overlapMs: 5_000, keepAlive: { everyMs: 25_000, text: "ping" } };
/** 300 attempts in 5 minutes are allowed. */
const CONNECTIONS: Allowance = { weight: 150, windowMs: 300_000 };

/** 10 messages a second and 240 subscriptions an hour are allowed on a line. */
const SUBSCRIBING: Subscribing = {
  message: (op, topics) => JSON.stringify({ op, args: topics.map(({ argument }) => argument) }),
  answersTo: "topic",
  mostTopicsPerMessage: 24,
  mostBytesPerMessage: 4_096,
  messages: [
    { weight: 8, windowMs: 1_000 },
    { weight: 220, windowMs: 3_600_000 },
  ],
};

/** What is particular to Bitget's feed. */
export const planFeed = (context: BitgetContext): FeedPlan => ({
  label: BITGET.label,
  setting: WS_HOST,
  timing: context.timing,
  policy: POLICY,
  connections: CONNECTIONS,
  subscribing: SUBSCRIBING,
  normalise,
  lines: (followed) => planLines(context.wsUrl, followed),
  sources: (instrument, signal) => sourcesOf(context, instrument, signal),
  pause: () => context.rest.pause(),
  serverTime: async (signal) => asMs((await context.rest.serverTime(signal)).requestTime),
});
