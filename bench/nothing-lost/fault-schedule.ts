import { MINUTE_MS, SECOND_MS } from "#core/units.ts";
import { type Random, createRandom } from "#simulator/market/random.ts";
import type { FaultKind, FaultRequest, StreamKind } from "#simulator/wire/fault.ts";

export interface PlannedFault {
  /** After the start of the run. */
  readonly afterMs: number;
  /** Let in at once; the second, if there is one, is heavy trading while the first lasts. */
  readonly requests: readonly FaultRequest[];
}

export interface ScheduleOptions {
  readonly seed: string;
  readonly durationMs: number;
  readonly exchanges: readonly string[];
  /** What is delisted, for good, when three quarters of the run are over. */
  readonly leaves?: Pick<FaultRequest, "exchange" | "symbol"> | undefined;
  /** Kinds that are left out. */
  readonly without?: readonly FaultKind[];
}

type Where = Pick<FaultRequest, "exchange" | "stream" | "durationMs">;

const STREAMS: readonly StreamKind[] = ["trades", "book", "liquidations", "candles", "ticker"];
/** Statuses that name the address keep lines from being opened too. */
const STATUSES = [403, 418, 429, 451, 500, 502, 503] as const;
/** Down by 30 %, then up by as much as it takes to be back. */
const JUMPS = [-0.3, 0.43] as const;

/** What each kind is let in with; what it concerns is drawn beside it. */
const KINDS: Readonly<Record<Exclude<FaultKind, "delisted">, (random: Random, where: Where, nth: number) => FaultRequest>> = {
  disconnect: (_, where) => ({ ...where, kind: "disconnect", durationMs: 1_000 }),
  "half-open": (random, where) => ({ ...where, kind: "half-open", durationMs: Math.floor(random.between(5_000, 30_000)) }),
  "silent-subscription": (_, where) => ({ ...where, kind: "silent-subscription" }),
  garbage: (random, where) => ({ ...where, kind: "garbage", share: random.between(0.05, 0.4) }),
  truncated: (random, where) => ({ ...where, kind: "truncated", share: random.between(0.05, 0.4) }),
  duplicate: (random, where) => ({ ...where, kind: "duplicate", share: random.between(0.2, 1) }),
  reordered: (random, where) => ({ ...where, kind: "reordered", share: random.between(0.2, 0.8) }),
  delayed: (random, where) => ({ ...where, kind: "delayed", delayMs: Math.floor(random.between(200, 4_000)) }),
  "sequence-gap": (random, where) => ({ ...where, kind: "sequence-gap", share: random.between(0.05, 0.4) }),
  "stale-book": (_, { exchange, durationMs }) => ({ kind: "stale-book", ...defined({ exchange, durationMs }) }),
  "clock-skew": (random, { exchange, durationMs }) => ({
    kind: "clock-skew",
    skewMs: Math.floor(random.between(-3_000, 3_000)),
    ...defined({ exchange, durationMs }),
  }),
  status: (random, { exchange, durationMs }, nth) => ({
    kind: "status",
    status: STATUSES[nth % STATUSES.length],
    ...(random.chance(0.3) ? { retryAfterSeconds: 5 } : {}),
    ...defined({ exchange, durationMs }),
  }),
  "slow-rest": (random, { exchange, durationMs }) => ({
    kind: "slow-rest",
    delayMs: Math.floor(random.between(1_000, 12_000)),
    ...defined({ exchange, durationMs }),
  }),
  "empty-history": (_, { exchange, durationMs }) => ({ kind: "empty-history", ...defined({ exchange, durationMs }) }),
  "price-jump": (_, __, nth) => ({ kind: "price-jump", share: JUMPS[nth % JUMPS.length], durationMs: MINUTE_MS }),
  burst: (_, { exchange, durationMs }) => ({ kind: "burst", factor: 20, ...defined({ exchange, durationMs }) }),
  "forced-orders": (random, { exchange }, nth) => ({
    kind: "forced-orders",
    count: nth % 2 === 0 ? 1_000 : Math.ceil(random.between(10, 100)),
    ...defined({ exchange }),
  }),
};

const REPEATED_KINDS = Object.keys(KINDS) as (keyof typeof KINDS)[];
export const FAULT_KINDS: readonly FaultKind[] = [...REPEATED_KINDS, "delisted"];
const LEAVES_AT = 0.75;
const NOTICE_MS = 20 * SECOND_MS;
const FIRST_AFTER_MS = 5 * SECOND_MS;
const BETWEEN_MS = 10 * SECOND_MS;
/** Quiet minutes hide losses: while so many of the faults last, everybody trades as in a rush. */
const HEAVY_SHARE = 0.5;
const HEAVY = { kind: "burst", stream: "trades", factor: 20 } as const;

/** Every kind of fault again and again in an order of its own, one begun every ten seconds or so; they overlap. The same seed gives the same schedule. */
export function planFaults({ seed, durationMs, exchanges, leaves, without = [] }: ScheduleOptions): readonly PlannedFault[] {
  const random = createRandom(`${seed}/faults of the run`);
  const kinds = REPEATED_KINDS.filter((kind) => !without.includes(kind));
  const planned: PlannedFault[] = [];
  let bag: (keyof typeof KINDS)[] = [];
  let round = -1;
  for (let afterMs = FIRST_AFTER_MS; kinds.length > 0 && afterMs < durationMs; afterMs += Math.floor(random.between(0.5, 1.5) * BETWEEN_MS)) {
    if (bag.length === 0) {
      bag = shuffled(kinds, random);
      round++;
    }
    const [kind] = bag.splice(0, 1);
    const request = KINDS[kind](random, drawWhere(random, exchanges), round);
    const heavy = random.chance(HEAVY_SHARE) ? [{ ...HEAVY, ...defined({ durationMs: request.durationMs }) }] : [];
    planned.push({ afterMs, requests: [request, ...heavy] });
  }
  if (leaves !== undefined && !without.includes("delisted"))
    planned.push({ afterMs: durationMs * LEAVES_AT, requests: [{ ...leaves, kind: "delisted", noticeMs: NOTICE_MS }] });
  return planned.toSorted((a, b) => a.afterMs - b.afterMs);
}

/** One exchange, one stream of it, or everything; for three to twenty seconds. */
function drawWhere(random: Random, exchanges: readonly string[]): Where {
  const durationMs = Math.floor(random.between(3_000, 20_000));
  const exchange = exchanges[random.pick(exchanges.map(() => 1))];
  const scope = random.pick([5, 2, 3]);
  if (scope === 2) return { durationMs };
  return scope === 0 ? { durationMs, exchange } : { durationMs, exchange, stream: STREAMS[random.pick(STREAMS.map(() => 1))] };
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.pick(left.map(() => 1)), 1)[0]);
}

function defined({ exchange, durationMs }: Pick<FaultRequest, "exchange" | "durationMs">): Omit<Where, "stream"> {
  return { ...(exchange === undefined ? {} : { exchange }), ...(durationMs === undefined ? {} : { durationMs }) };
}
