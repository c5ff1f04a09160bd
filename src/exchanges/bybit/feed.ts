import { asMs } from "#core/units.ts";
import type { SocketPolicy } from "#exchanges/connection/held-socket.ts";
import type { Allowance } from "#exchanges/connection/rate-budget.ts";
import type { FeedPlan, Subscribing } from "#exchanges/feeding/feed-plan.ts";
import type { BybitContext } from "./context.ts";
import { BYBIT, WS_HOST } from "./declaration.ts";
import { normalise } from "./normalise.ts";
import { sourcesOf } from "./sources.ts";
import { TOPICS_PER_INSTRUMENT, planLines } from "./streams.ts";

/** Bybit wants a ping of ours every 20 s. It promises no age; lines are changed before a day is over, as everywhere. */
const POLICY: SocketPolicy = { maxAgeMs: 23 * 3_600_000, overlapMs: 5_000, keepAlive: { everyMs: 20_000, text: JSON.stringify({ op: "ping" }) } };
/** 500 attempts in 5 minutes are allowed. */
const CONNECTIONS: Allowance = { weight: 250, windowMs: 300_000 };

const SUBSCRIBING: Subscribing = {
  message: (op, topics, request) => JSON.stringify({ op, req_id: request, args: topics.map(({ topic }) => topic) }),
  answersTo: "request",
  mostTopicsPerMessage: TOPICS_PER_INSTRUMENT,
  mostBytesPerMessage: 4_096,
  messages: [{ weight: 20, windowMs: 1_000 }],
};

/** What is particular to Bybit's feed. */
export const planFeed = (context: BybitContext): FeedPlan => ({
  label: BYBIT.label,
  setting: WS_HOST,
  timing: context.timing,
  policy: POLICY,
  connections: CONNECTIONS,
  subscribing: SUBSCRIBING,
  normalise,
  lines: (followed) => planLines(context.wsUrl, followed),
  sources: (instrument, signal) => sourcesOf(context, instrument, signal),
  pause: () => context.rest.pause(),
  serverTime: async (signal) => asMs((await context.rest.serverTime(signal)).time),
});
