import { z } from "zod";
import { liquidationFeedSchema } from "./health.ts";
import { provenance } from "./provenance.ts";

export const printSchema = z.object({
  time: z.number(),
  market: z.string().describe("exchange:symbol of who printed it: a member, of a combined market"),
  positionSide: z.enum(["long", "short"]),
  price: z.number(),
  usd: z.number(),
});
export type PrintMessage = z.infer<typeof printSchema>;

export const liquidationsReplySchema = z.object({
  ...provenance,
  market: z.string(),
  layer: z.literal("realised"),
  feed: liquidationFeedSchema.nullable().describe("How much of what was forced the feed shows"),
  from: z.number().describe("Epoch ms back to which it was looked; older prints may exist"),
  prints: z.array(printSchema).describe("Newest first"),
});
export type LiquidationsReply = z.infer<typeof liquidationsReplySchema>;
