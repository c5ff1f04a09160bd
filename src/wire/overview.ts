import { z } from "zod";
import { reliabilitySchema } from "./health.ts";
import { provenance } from "./provenance.ts";

/** A stretch of one side of the map that stands out from its surroundings. */
export const clusterSchema = z.object({
  low: z.number(),
  high: z.number(),
  price: z.number().describe("Where its dollars lie on average"),
  distance: z.number().describe("Of that price from the mark, a signed fraction"),
  usd: z.number(),
});
export type ClusterMessage = z.infer<typeof clusterSchema>;

export const overviewRowSchema = z.object({
  market: z.string().describe("exchange:symbol of the widest market of the coin: over all exchanges where several have it"),
  coin: z.string(),
  exchangeLabel: z.string(),
  tickSize: z.number(),
  asOf: z.number().nullable().describe("Instant of its book; null before there is a map"),
  mark: z.number().nullable(),
  change24h: z.number().nullable().describe("Fraction"),
  openInterestUsd: z.number().nullable(),
  openInterestChange24h: z
    .number()
    .nullable()
    .describe("Fraction, of its worth in USD, over the members that tell it for most of a day; null where these hold less than half of it"),
  fundingRate: z.number().nullable().describe("Expected rate of the next settlement, a fraction per interval: positive, longs pay"),
  longUsd: z.number().nullable().describe("Longs that a fall by `within` would force"),
  shortUsd: z.number().nullable().describe("Shorts that a rise by `within` would force"),
  below: clusterSchema.nullable().describe("Nearest cluster of longs below the mark; null: nothing stands out"),
  above: clusterSchema.nullable().describe("Nearest cluster of shorts above the mark; null: nothing stands out"),
  grade: reliabilitySchema.shape.grade.nullable(),
  reliability: reliabilitySchema.nullable().describe("What the grade comes from"),
  thinBelowUsd: z.number().nullable().describe("Floor of open interest that it is below; null: it is not"),
  prices: z.array(z.number().nullable()).describe("Closes of the last day, oldest first; null where there was no trade"),
});
export type OverviewRow = z.infer<typeof overviewRowSchema>;

export const overviewReplySchema = z.object({
  ...provenance,
  layer: z.literal("modelled").describe("What clusters and sums are of"),
  within: z.number().describe("Distance from the mark of longUsd and shortUsd, a fraction"),
  intervalMs: z.number().describe("Of `prices`"),
  rows: z.array(overviewRowSchema).describe("One a coin"),
});
export type OverviewReply = z.infer<typeof overviewReplySchema>;
