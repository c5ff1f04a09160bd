import { z } from "zod";

/** What a stream carries; names a subscription whatever the venue calls it. */
export const STREAM_KINDS = ["trades", "liquidations", "book", "ticker", "mark", "funding", "open-interest", "candles", "mark-candles", "index"] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

const share = z.number().min(0).max(1);
const delayMs = z.number().int().min(1).max(600_000);

/** Where and how long: without an exchange, symbol or stream it is everywhere. */
const scope = {
  exchange: z.string().optional(),
  symbol: z.string().optional(),
  stream: z.enum(STREAM_KINDS).optional(),
  durationMs: z.number().int().min(0).max(86_400_000).default(10_000),
};

/** `share` is that part of the frames, drawn one by one. See docs/simulator.md for what each kind does. */
export const FAULT_REQUEST = z.discriminatedUnion("kind", [
  z.strictObject({ ...scope, kind: z.literal("disconnect") }),
  z.strictObject({ ...scope, kind: z.literal("half-open") }),
  z.strictObject({ ...scope, kind: z.literal("silent-subscription") }),
  z.strictObject({ ...scope, kind: z.literal("garbage"), share: share.default(0.2) }),
  z.strictObject({ ...scope, kind: z.literal("truncated"), share: share.default(0.2) }),
  z.strictObject({ ...scope, kind: z.literal("duplicate"), share: share.default(0.5) }),
  z.strictObject({ ...scope, kind: z.literal("reordered"), share: share.default(0.5) }),
  z.strictObject({ ...scope, kind: z.literal("delayed"), delayMs: delayMs.default(2_000) }),
  z.strictObject({ ...scope, kind: z.literal("sequence-gap"), share: share.default(0.2) }),
  z.strictObject({ ...scope, kind: z.literal("stale-book") }),
  z.strictObject({ ...scope, kind: z.literal("clock-skew"), skewMs: z.number().int().min(-86_400_000).max(86_400_000) }),
  z.strictObject({ ...scope, kind: z.literal("status"), status: z.number().int().min(400).max(599), retryAfterSeconds: z.number().int().min(0).optional() }),
  z.strictObject({ ...scope, kind: z.literal("slow-rest"), delayMs: delayMs.default(5_000) }),
  z.strictObject({ ...scope, kind: z.literal("empty-history") }),
  z.strictObject({ ...scope, kind: z.literal("delisted"), noticeMs: z.number().int().min(0).max(86_400_000).default(0) }),
  z.strictObject({
    ...scope,
    kind: z.literal("price-jump"),
    share: z.number().min(-0.9).max(2),
    durationMs: z.number().int().min(2_500).max(3_600_000).default(60_000),
  }),
  z.strictObject({ ...scope, kind: z.literal("burst"), factor: z.number().int().min(2).max(50).default(20) }),
  z.strictObject({ ...scope, kind: z.literal("forced-orders"), count: z.number().int().min(1).max(100_000) }),
]);

/** A fault as it is asked for. */
export type FaultRequest = z.input<typeof FAULT_REQUEST>;
/** A fault that was let in: from when to when, epoch ms. */
export type Fault = z.output<typeof FAULT_REQUEST> & { readonly id: number; readonly from: number; readonly until: number };
export type FaultKind = Fault["kind"];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

/** What a fault may be about. */
export interface FaultTarget {
  readonly exchange: string;
  readonly symbol?: string;
  readonly stream?: StreamKind;
}

/** A fault that names a symbol or a stream is not about a target that has none. */
export function concerns(fault: Fault, { exchange, symbol, stream }: FaultTarget): boolean {
  return (
    (fault.exchange === undefined || fault.exchange === exchange) &&
    (fault.symbol === undefined || fault.symbol === symbol) &&
    (fault.stream === undefined || fault.stream === stream)
  );
}
