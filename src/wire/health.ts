import { z } from "zod";
import { FEED_SAMPLINGS } from "#core/instrument.ts";
import { provenance } from "./provenance.ts";

/** How much of what was forced a feed shows. */
export const liquidationFeedSchema = z.object({
  exchanges: z.array(z.string()).readonly(),
  sampling: z.enum(FEED_SAMPLINGS),
});

export const backfillSchema = z.object({
  state: z.enum(["waiting", "running", "done", "failed"]),
  phase: z
    .enum(["recent", "history", "estimate"])
    .optional()
    .describe("What is done while it runs: the last day fetched for a preview, the whole fetched, the whole estimated"),
  progress: z.number().min(0).max(1),
  problem: z.string().optional(),
});

export const reliabilitySchema = z
  .object({
    grade: z.enum(["A", "B", "C", "D"]),
    score: z.number().min(0).max(1).describe("Product of what each ground leaves, see docs/estimation.md section 9"),
    reasons: z.array(z.string()).readonly().describe("What lowers it by a tenth or more, worst first"),
  })
  .describe("How far a market's inputs can be relied on; says nothing about where price goes");
export type ReliabilityMessage = z.infer<typeof reliabilitySchema>;

export const streamHealthSchema = z.object({
  exchange: z.string(),
  stream: z.string(),
  market: z.string().nullable(),
  state: z.enum(["connecting", "live", "stale", "closed"]),
  ageMs: z.number().nullable(),
  messages: z.number(),
  dropped: z.number(),
  gaps: z.number(),
  reconnects: z.number(),
  shed: z.number().describe("Messages that a bounded queue let go, because they came faster than they could be used"),
  perSecond: z.number().describe("Messages a second over the last minute"),
  lagMs: z.number().nullable().describe("How far the exchange's clock, as its messages carry it, is behind the server's: the way here included"),
  skewMs: z
    .number()
    .nullable()
    .describe("The exchange's clock minus the server's, by its own word over REST and half of the way taken off; only of the stream `clock`"),
  problem: z.string().nullable().describe("What went wrong last; it may be over"),
  problemAt: z.number().nullable().describe("When that was, where it is known"),
});
export type StreamHealthMessage = z.infer<typeof streamHealthSchema>;

export const marketHealthSchema = z.object({
  market: z.string(),
  exchange: z.string(),
  exchangeLabel: z.string(),
  symbol: z.string(),
  ready: z.boolean(),
  provisional: z.boolean(),
  backfill: backfillSchema,
  asOf: z.number().nullable().describe("End of its last closed column"),
  staleMs: z.number().nullable(),
  standing: z
    .enum(["loading", "fresh", "late", "ended"])
    .describe("late: its newest column is three steps old or more; ended: it trades no more, what is known stays; loading: no map yet"),
  ended: z.object({ at: z.number(), why: z.enum(["delisted", "delivered"]) }).nullable(),
  sampling: liquidationFeedSchema.shape.sampling.nullable(),
  printedShare: z
    .number()
    .nullable()
    .describe("Share of forced volume that its liquidation feed is taken to print, as learned; above 1 where it covers other exchanges too"),
  holes: z.number().int().describe("Stretches in which nobody listened, of the newest 50"),
  missingMs: z.number().describe("What of them could not be fetched afterwards"),
});
export type MarketHealthMessage = z.infer<typeof marketHealthSchema>;

const shelfSchema = z.object({
  bytes: z.number().describe("On disk, compressed"),
  lines: z.number().describe("Lines since the start"),
  lost: z.number().describe("Lines that were not written"),
  problem: z.string().nullable(),
});
export type ShelfMessage = z.infer<typeof shelfSchema>;

export const storeHealthSchema = z.object({
  ok: z.boolean(),
  problem: z.string().nullable(),
  failingSince: z.number().nullable().describe("Since when nothing can be stored; null while it can"),
  queued: z.number().describe("Events that wait to be stored"),
  shed: z.number().describe("Events that were not stored because the store was too slow or full"),
  refused: z.number().describe("Events that contradicted a stored one, which stays"),
  trades: shelfSchema.nullable().describe("Trades and books of the last hours; null: not kept"),
  frames: shelfSchema.nullable().describe("Raw frames; null: not recorded"),
});
export const statusReplySchema = z.object({
  ...provenance,
  version: z.string(),
  layer: z.literal("modelled").describe("What `model` makes and `asOf` speaks of"),
  model: z.string(),
  now: z.number().describe("The server's clock"),
  clockFastMs: z.number().nullable().describe("How far the server's clock is ahead of those of most exchanges (negative: behind), where that is 2 s or more"),
  startedAt: z.number(),
  feeds: z.array(streamHealthSchema),
  markets: z.array(marketHealthSchema),
  store: storeHealthSchema,
  reliability: z.array(reliabilitySchema.extend({ market: z.string() })).describe("Of every market that has a map"),
  memoryBytes: z.number(),
  node: z.string().describe("Version of Node.js"),
});
export type StatusMessage = z.infer<typeof statusReplySchema>;

const rowChangesSchema = z
  .object({
    rows: z.array(z.unknown()).optional().describe("The whole list anew, where rows have come or gone"),
    changed: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .optional()
      .describe("New values by field, then by the row's place in the list: `{ messages: { 3: 120 } }`"),
  })
  .describe("Absent fields and rows are as they were, but ages (`ageMs`, `staleMs`) that are not told have grown as much as `now`");

/** What has changed since the status before, see status-changes.ts. */
export const statusChangesSchema = z.object({
  figures: statusReplySchema.omit({ feeds: true, markets: true, reliability: true }).partial(),
  feeds: rowChangesSchema,
  markets: rowChangesSchema,
  reliability: rowChangesSchema,
});
export type StatusChanges = z.infer<typeof statusChangesSchema>;
export type RowChanges = z.infer<typeof rowChangesSchema>;
