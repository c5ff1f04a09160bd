import { z } from "zod";
import { TIERS } from "#core/tier.ts";
import { sourceSchema } from "./messages.ts";

const weight = {
  priorShare: z.number().describe("Share of newly opened notional that was believed beforehand; a side's sum to 1"),
  share: z.number().describe("The share now: learned, or pinned"),
  standingUsd: z.number().describe("What stands in it now"),
  pinned: z.boolean().describe("Held at its share: nothing is learned about it"),
};

export const sideWeightsSchema = z.object({
  rungs: z.array(
    z.object({
      leverage: z.number().describe("Effective leverage of the rung"),
      margin: z.enum(["isolated", "cross"]).describe("Isolated positions stand exactly on the rung, cross ones spread over its range"),
      tier: z.enum(TIERS).describe("Tier that it is shown under"),
      evidenceOrders: z.number().describe("Printed liquidations that it has learned from, in orders of typical size; older ones count less"),
      ...weight,
    }),
  ),
  never: z.object(weight).describe("Positions that price alone cannot close"),
});

/** The model's ladder of one market: what it believed, what it has learned, and from how much. */
export const ladderWeightsSchema = z.object({
  model: z.string(),
  instrument: z.object({ exchange: z.string(), symbol: z.string() }),
  time: z.number(),
  mark: z.number(),
  feedShare: z.number().describe("Share of forced volume that the liquidation feed prints"),
  churnShare: z.number().nullable().describe("Share of traded volume that never stands"),
  explainedShare: z.number().describe("Share of open-interest change over 24 h that traded volume explains"),
  brackets: z
    .object({
      source: z.string(),
      validFrom: z.number(),
      adoptedAt: z.number().nullable().describe("When the exchange was seen to apply them; null from a file"),
    })
    .describe("Margin brackets in force"),
  positions: z
    .object({
      time: z.number().describe("When they were told"),
      longSeen: z.number().describe("Share of open interest that was seen of the longs"),
      shortSeen: z.number(),
    })
    .nullable()
    .describe("Published positions that the prior is made of; null: the prior on file"),
  long: sideWeightsSchema,
  short: sideWeightsSchema,
});

export const weightsReplySchema = z.object({
  source: sourceSchema,
  asOf: z.number(),
  staleMs: z.number(),
  market: z.string(),
  layer: z.literal("modelled"),
  ...ladderWeightsSchema.shape,
});
export type WeightsMessage = z.infer<typeof weightsReplySchema>;

const sideToPin = z.object({
  rungs: z.array(z.object({ leverage: z.number(), margin: z.enum(["isolated", "cross"]), share: z.number() })),
  never: z.object({ share: z.number() }).optional(),
});

/** A weights document as it is read back: an exported one, or one cut down to what is to be held. */
export const weightsToPinSchema = z.object({
  model: z.string(),
  instrument: z.object({ exchange: z.string(), symbol: z.string() }),
  long: sideToPin,
  short: sideToPin,
});
