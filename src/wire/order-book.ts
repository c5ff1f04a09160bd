import { z } from "zod";
import { provenance } from "./provenance.ts";

const sideSchema = z
  .object({ firstCell: z.number().int(), usd: z.array(z.number()).readonly().describe("USD per cell from `firstCell` up") })
  .describe("Cell `j` holds the price rows from j x rowsPerCell up, on the prices of the market asked for");

export const ORDER_STATES = ["live", "stale", "gapped", "crossed", "none"] as const;
export const orderStateSchema = z
  .enum(ORDER_STATES)
  .describe("stale: nothing came for long; gapped: changes were missed, it is being fetched anew; crossed: bids at or above asks; none: no book came yet");
export type OrderState = z.infer<typeof orderStateSchema>;

export const orderVenueSchema = z.object({
  market: z.string(),
  label: z.string().describe("Exchange and symbol"),
  state: orderStateSchema.describe("Only a live one counts"),
  asOf: z.number().nullable().describe("The book's own instant, epoch ms"),
  bestBid: z.number().nullable().describe("Its own price"),
  bestAsk: z.number().nullable(),
  observed: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe("Prices, moved by its basis, between which every order is known; further out it is seen in part or not at all"),
  bids: sideSchema,
  asks: sideSchema,
});
export type OrderVenueMessage = z.infer<typeof orderVenueSchema>;

const seenBy = { market: z.string().describe("Who has it"), side: z.enum(["bids", "asks"]), low: z.number(), high: z.number(), usd: z.number() };
export const wallSchema = z.object({ ...seenBy, times: z.number().describe("Of the median of the rows around it that hold anything") });
export const refillSchema = z
  .object({ ...seenBy, time: z.number(), afterMs: z.number().describe("How long it had been gone") })
  .describe("A wall that was traded away and came back");
export const flickerSchema = z
  .object({
    ...seenBy,
    times: z.number().int().describe("How often one vanished, hardly traded with, between `since` and `time`"),
    since: z.number(),
    time: z.number(),
    cluster: z.object({ price: z.number(), usd: z.number() }).nullable().describe("The estimated cluster that it lies within 0.3 % of; null: none"),
  })
  .describe("A place where large orders came and went. What was seen; why, nobody knows");
export const tradePrintSchema = z.object({
  market: z.string(),
  time: z.number(),
  price: z.number().describe("Moved by its basis"),
  usd: z.number(),
  takerSide: z.enum(["buy", "sell"]),
});

export const orderBookSchema = z.object({
  market: z.string(),
  time: z.number().describe("Epoch ms of the newest book in it"),
  rowsPerCell: z.number().int(),
  watchedSince: z.number().nullable().describe("Since when walls are watched; null: not yet"),
  venues: z.array(orderVenueSchema).readonly().describe("One of a market of its own, all members of a combined one"),
  walls: z.array(wallSchema).readonly().describe("Of the live venues, by price row"),
  refills: z.array(refillSchema).readonly().describe("Of the last ten minutes, newest first"),
  flickers: z.array(flickerSchema).readonly(),
  prints: z.array(tradePrintSchema).readonly().describe("The largest trades of the last ten minutes, newest first"),
});
export type OrderBookMessage = z.infer<typeof orderBookSchema>;

export const orderBookReplySchema = z.object({
  ...provenance,
  layer: z.literal("measured").describe("Orders that stand, as the exchanges show them"),
  ...orderBookSchema.shape,
});
