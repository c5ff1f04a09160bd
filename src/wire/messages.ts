import { z } from "zod";
import { AGE_BAND_NAMES } from "#core/age-band.ts";
import { LAYERS, STOCK_LAYERS } from "#core/layer.ts";
import { backfillSchema, liquidationFeedSchema, reliabilitySchema, statusChangesSchema, statusReplySchema } from "./health.ts";
import { orderBookSchema } from "./order-book.ts";
import { provenance, sourceSchema } from "./provenance.ts";

export {
  backfillSchema,
  liquidationFeedSchema,
  type MarketHealthMessage,
  type ReliabilityMessage,
  reliabilitySchema,
  type StatusMessage,
  statusReplySchema,
  type StreamHealthMessage,
} from "./health.ts";
export { type Source, sourceSchema } from "./provenance.ts";

/** Everything JSON that crosses the network on the native surface (`/v1`). Times are epoch ms, money is USD. Every reply says where it comes from and as of when. */
export const layerSchema = z
  .enum(LAYERS)
  .describe("measured: positions that an exchange publishes; modelled: the estimate; realised: printed liquidations. Never added up");
export const stockLayerSchema = z.enum(STOCK_LAYERS);
const realisedLayer = z.literal("realised").describe("A flow: summed over each column of time, never to be added to a map of what stands");

export const holeSchema = z
  .object({
    from: z.number(),
    to: z.number(),
    missingMs: z.number().describe("What of it could not be fetched afterwards: its columns are absent"),
  })
  .describe("A stretch in which nobody listened: its bars were fetched afterwards, its liquidations only where the exchange keeps them");

export const memberSchema = z.object({
  market: z.string(),
  exchangeLabel: z.string(),
  symbol: z.string(),
  basis: z.number().nullable().describe("Its mark over the reference's, less 1; its levels are moved by as much"),
  openInterestUsd: z.number().nullable(),
  ready: z.boolean(),
  lastTime: z.number().nullable(),
});

export const measuredSideSchema = z.object({
  accounts: z.number().int(),
  usd: z.number().describe("What the seen accounts hold, at the mark"),
  openInterestShare: z.number().describe("Of the market's open interest; the rest was not seen"),
  unreachableUsd: z.number().describe("Of `usd`, what price alone cannot liquidate"),
  largestShare: z.number().describe("Of `usd`, what the largest account holds"),
});
/** How much of a market the measured layer has seen. */
const measuredCoverage = {
  oldest: z.number().describe("Epoch ms at which the position that was looked at longest ago was"),
  accounts: z.number().int(),
  long: measuredSideSchema,
  short: measuredSideSchema,
};
export const measuredSchema = z.object({ time: z.number(), ...measuredCoverage });

const densityRangeSchema = z.object({ low: z.number(), high: z.number() });

export const marketSchema = z.object({
  id: z.string().describe("exchange:symbol"),
  exchange: z.string(),
  exchangeLabel: z.string(),
  symbol: z.string(),
  coin: z.string(),
  contract: z.enum(["linear", "inverse"]),
  expiry: z.number().nullable().describe("Delivery of a dated future; null: perpetual"),
  ending: z
    .object({ at: z.number(), why: z.enum(["delisted", "delivered"]), isOver: z.boolean().describe("False: announced, it still trades") })
    .nullable()
    .describe("That and when its exchange stops trading it, or has: its history is kept. Null: nothing is said of an end"),
  tickSize: z.number(),
  stepMs: z.number().describe("Length of the estimate's step"),
  heatRange: densityRangeSchema
    .extend({
      long: densityRangeSchema.optional().describe("Of cells where longs hold more; absent while there is too little of them"),
      short: densityRangeSchema.optional().describe("Of cells where shorts hold more"),
    })
    .nullable()
    .describe(
      "Densities, USD per 0.1 % of price, between which colours run: quantiles of the week before the last midnight (UTC); null while there is too little history",
    ),
  finestLevel: z.number().int().describe("Finest level of detail that has columns"),
  mark: z.number().nullable(),
  change24h: z.number().nullable().describe("Fraction"),
  openInterestUsd: z.number().nullable(),
  funding: z
    .object({ rate: z.number(), nextTime: z.number().nullable(), intervalMs: z.number().nullable().describe("Between settlements; null: not said") })
    .nullable()
    .describe("Expected rate of the next settlement, a fraction per interval: positive, longs pay"),
  explainedShare: z.number().nullable().describe("Share of open-interest change over 24 h that traded volume explains"),
  reliability: reliabilitySchema.nullable().describe("Null before there is a map"),
  thinBelowUsd: z
    .number()
    .nullable()
    .describe("Floor of open interest (serve --reliability-floor-usd) that the market is below: a thin one, whose reliability is less for it; null: it is not"),
  priceIsMark: z.boolean().describe("False: the price shown is the last traded one"),
  markSource: z
    .enum(["mark", "last"])
    .nullable()
    .describe("What swept the levels of the last step; last: the traded price stood in for the mark, so wicks may have swept too much"),
  firstTime: z.number().nullable(),
  lastTime: z.number().nullable().describe("End of the last closed column"),
  ready: z.boolean().describe("There is a map"),
  provisional: z.boolean().describe("The map is a preview of the last day, made while history still loads: every column of it will be replaced once"),
  backfill: backfillSchema,
  holes: z.array(holeSchema).readonly().describe("Oldest first, the newest 50"),
  openInterestHoles: z
    .array(
      z.object({
        from: z.number(),
        to: z.number(),
        missingMs: z.number().describe("What of it no sample of the exchange's history covers either, at five minutes a sample"),
      }),
    )
    .readonly()
    .describe("Stretches in which its feed told no open interest, though it tells it every few seconds; oldest first, the newest 50, and the one that lasts"),
  printedShare: z
    .number()
    .nullable()
    .describe("Share of forced volume that its liquidation feed is taken to print, as learned; above 1 where it covers other exchanges too"),
  layers: z.array(layerSchema).readonly().describe("What can be shown of it; figures above are of the modelled layer"),
  measured: measuredSchema.nullable().describe("What the measured layer rests on now; null where nothing is measured"),
  liquidationFeed: liquidationFeedSchema.nullable().describe("What the realised layer is made of"),
  firstPrintTime: z.number().nullable().describe("The first printed liquidation that is known: what printed before was not heard"),
  members: z.array(memberSchema).readonly().nullable().describe("The markets that a combined one adds up, the reference first; null for a market of its own"),
});
export type MarketMessage = z.infer<typeof marketSchema>;

export const preparingSchema = z
  .object({ sentence: z.string(), progress: z.number().nullable().describe("Share that is done, null where it is not known") })
  .describe("What markets are still being waited for");
export type PreparingMessage = z.infer<typeof preparingSchema>;
export const marketsReplySchema = z.object({ ...provenance, markets: z.array(marketSchema), preparing: preparingSchema.nullable() });

/** [openTime ms, open, high, low, close, volume or null], volume in base (inverse: USD face). */
export const candleRowSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number().nullable()]);
export type CandleRow = z.infer<typeof candleRowSchema>;
export const candlesReplySchema = z.object({ ...provenance, market: z.string(), intervalMs: z.number(), candles: z.array(candleRowSchema) });

export const levelSchema = z.object({
  price: z.number().describe("Centre of the row"),
  longUsd: z.number(),
  shortUsd: z.number(),
  byTier: z.record(z.string(), z.number()).describe("Keys 5, 10, 25, 50, 100: effective leverage"),
});
const bandUsd = (what: string) => z.number().describe(`USD that the truth lies ${what} once in ten times`);
/** One 20-bps bin with what it may truly hold. */
export const bandSchema = z.object({
  price: z.number().describe("Centre of the bin"),
  longUsd: z.number(),
  longP10: bandUsd("below"),
  longP90: bandUsd("above"),
  longConfidence: z.number().min(0).max(1).describe("1 - (p90 - p10) / (p90 + p10); 0 where nothing is estimated"),
  shortUsd: z.number(),
  shortP10: bandUsd("below"),
  shortP90: bandUsd("above"),
  shortConfidence: z.number().min(0).max(1),
});
/** What bands of any stretch follow from: see bandBetween in engine/uncertainty. */
export const spreadSchema = z.object({
  firstBin: z.number().int().describe("Bin b holds the price rows from b x rowsPerBin up"),
  rowsPerBin: z.number().int(),
  longVariance: z.array(z.number()).readonly().describe("Of ln(true / estimated) per bin, lumpiness apart"),
  shortVariance: z.array(z.number()).readonly(),
  lean: z.number().describe("Median of ln(true / estimated)"),
  positionUsd: z.number().describe("Typical position behind a dollar that stands"),
});
export type SpreadMessage = z.infer<typeof spreadSchema>;

export const levelsReplySchema = z.object({
  ...provenance,
  market: z.string(),
  layer: z.literal("modelled"),
  model: z.string(),
  time: z.number(),
  mark: z.number(),
  openInterestUsd: z.number(),
  explainedShare: z.number().nullable().describe("Null of an earlier instant: it is not kept"),
  rowsPerCell: z.number().int(),
  age: z.enum(AGE_BAND_NAMES).nullable().describe("The part that was asked for; null: all. Bands and spread are of all"),
  levels: z.array(levelSchema),
  bands: z
    .array(bandSchema)
    .describe("20-bps bins within reach that hold anything, lowest first, with p10-p90 bands; none of an earlier instant without `spread`"),
  spread: spreadSchema.nullable().describe("Of an earlier instant the last that was kept by then, four hours old at most; null where none was"),
});

/** One cell of the measured layer: near 1 of `largestShare` it is a whale, near 0 a swarm. */
export const measuredLevelSchema = levelSchema.extend({
  longAccounts: z.number().int(),
  shortAccounts: z.number().int(),
  longLargestShare: z.number().describe("Of longUsd, what the cell's largest account holds"),
  shortLargestShare: z.number(),
});
export const measuredLevelsReplySchema = z.object({
  ...provenance,
  market: z.string(),
  layer: z.literal("measured"),
  time: z.number(),
  mark: z.number(),
  openInterestUsd: z.number(),
  ...measuredCoverage,
  rowsPerCell: z.number().int(),
  levels: z.array(measuredLevelSchema),
});
export type MeasuredLevelsReply = z.infer<typeof measuredLevelsReplySchema>;

export const explainedPartSchema = z.object({
  market: z.string().describe("Whose positions; of a combined market one of its members"),
  entryFrom: z.number(),
  entryUntil: z.number(),
  entryPrice: z.number().describe("Mean traded price of the entries"),
  entryPriceLow: z.number(),
  entryPriceHigh: z.number(),
  leverage: z.number().describe("Effective leverage of the rung"),
  openedUsd: z.number(),
  usdNow: z.number(),
  survivedShare: z.number().describe("usdNow / openedUsd, the product of the three survivals"),
  survival: z.object({
    holding: z.number().describe("Not closed by their owners in the course of time"),
    approach: z.number().describe("Not closed by their owners as price came near"),
    scaling: z.number().describe("Scaled with the side to open interest; may exceed 1"),
  }),
  byCohort: z.object({ fast: z.number(), slow: z.number(), settled: z.number() }).describe("USD now"),
  byOpening: z.object({ turnover: z.number(), "open-interest-rise": z.number(), "first-book": z.number() }).describe("USD now"),
  openInterestChangeUsd: z.number().describe("Net change of the market's open interest in the hour of entry"),
  marginRule: z.object({
    model: z.string(),
    validFrom: z.number(),
    source: z.string(),
    known: z.boolean().describe("False: the symbol's brackets are not on file and a cautious table stands in"),
    maintenanceRate: z.number().describe("Of a position of `positionUsd`, a fraction"),
    positionUsd: z.number(),
  }),
});
export type ExplainedPartMessage = z.infer<typeof explainedPartSchema>;
export const explainReplySchema = z.object({
  ...provenance,
  market: z.string(),
  layer: z.literal("modelled"),
  model: z.string(),
  time: z.number().describe("End of the last step that the cell knows of"),
  side: z.enum(["long", "short"]),
  priceLow: z.number(),
  priceHigh: z.number(),
  usd: z.number().describe("The cell as read out"),
  explainedUsd: z.number().describe("What parts and rest sum to"),
  parts: z.array(explainedPartSchema).readonly().describe("Positions of one market and rung entered in one hour, largest first"),
  rest: z.object({ parts: z.number().int(), openedUsd: z.number(), usdNow: z.number() }).describe("Parts too small to be listed"),
});
export type ExplainReply = z.infer<typeof explainReplySchema>;

export const spreadReplySchema = z.object({
  ...provenance,
  market: z.string(),
  layer: z.literal("modelled"),
  mark: z.number().describe("That the map was read out around"),
  spread: spreadSchema.nullable().describe("Of an earlier instant the last that was kept by then, four hours old at most; null where none was"),
});

/** [start of the column ms, price at the centre of the cell, longUsd, shortUsd, printed orders]; USD at the fill prices. */
export const realisedRowSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number().int()]);
export type RealisedRow = z.infer<typeof realisedRowSchema>;
export const realisedReplySchema = z.object({
  ...provenance,
  market: z.string(),
  layer: realisedLayer,
  feed: liquidationFeedSchema.nullable(),
  level: z.number().int(),
  columnMs: z.number(),
  rowsPerCell: z.number().int(),
  from: z.number().describe("Start of the first column"),
  to: z.number().describe("End of the last column"),
  totals: z.object({ longUsd: z.number(), shortUsd: z.number(), prints: z.number().int() }).describe("Of every cell, the omitted ones too"),
  omitted: z.number().int().describe("Cells left out because there are more than `limit`: the smallest"),
  cells: z.array(realisedRowSchema),
});
export type RealisedReply = z.infer<typeof realisedReplySchema>;

const perBar = (what: string) => z.array(z.number().nullable()).describe(`${what}; null where it is not known`);
export const seriesReplySchema = z.object({
  ...provenance,
  market: z.string(),
  intervalMs: z.number(),
  from: z.number().describe("Start of the first bar; bar i begins at from + i x intervalMs"),
  price: perBar("Close of traded price"),
  volumeUsd: perBar("Traded"),
  takerBuyUsd: perBar("Of the volume, what takers bought"),
  takerDeltaUsd: perBar("What takers bought less what they sold, summed over the markets in `takerSides.of`"),
  takerSides: z.object({
    of: z.array(z.string()).readonly().describe("Markets whose exchanges publish who the taker was, e.g. `Binance BTCUSDT`"),
    without: z.array(z.string()).readonly().describe("Markets that are in the volume but not in `takerDeltaUsd`"),
  }),
  openInterestUsd: perBar("One-sided, at the end of the bar; of a combined market where it is known of every member"),
  openInterestParts: z
    .array(z.object({ of: z.string().describe("e.g. `Binance BTCUSDT`"), exchange: z.string().describe("e.g. `Binance`"), values: perBar("Whole USD") }))
    .describe("Of a combined market that of each member, some of which keep no history; else empty"),
  fundingRate: perBar("Settled in the bar, a fraction per interval"),
  ratio: perBar("Long to short accounts"),
  longUsd: z.array(z.number()).describe("Realised: printed liquidations of longs, a flow"),
  shortUsd: z.array(z.number()).describe("Realised: printed liquidations of shorts, a flow"),
});
export type SeriesReply = z.infer<typeof seriesReplySchema>;

/** RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().optional(),
});

/** Client to server on `/v1/stream`. One socket may hold several subscriptions. */
export const clientMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("subscribe"),
    market: z.string(),
    level: z.number().int().min(0),
    rowsPerCell: z.number().int().min(1).max(100).optional(),
    layer: stockLayerSchema.optional().describe("Of columns and levels; modelled by default"),
    age: z.enum(AGE_BAND_NAMES).optional().describe("Only this part of columns and levels by how long it has stood there; all by default"),
  }),
  z.object({ type: z.literal("unsubscribe"), channel: z.number().int() }),
  z
    .object({ type: z.literal("watch-book"), market: z.string().nullable().describe("null: no more"), rowsPerCell: z.number().int().min(1).max(100) })
    .describe("The order book of one market, a few times a second, in place of what was watched before"),
  z
    .object({ type: z.literal("attend"), market: z.string() })
    .describe("The market that is looked at, there or not yet: its history is fetched before that of others"),
  z.object({ type: z.literal("status-changes") }).describe("From now on the status comes whole once, then as what has changed"),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** Server to client, as text. Binary frames are in frames.ts. */
export const serverMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), source: sourceSchema, version: z.string(), now: z.number() }),
  z.object({
    type: z.literal("subscribed"),
    channel: z.number().int(),
    market: z.string(),
    level: z.number().int(),
    layer: stockLayerSchema,
    age: z.enum(AGE_BAND_NAMES).optional(),
  }),
  z.object({ type: z.literal("market"), market: marketSchema }),
  z.object({ type: z.literal("mark"), market: z.string(), time: z.number(), mark: z.number() }),
  z.object({ type: z.literal("candle"), market: z.string(), intervalMs: z.number(), closed: z.boolean(), candle: candleRowSchema }),
  z.object({
    type: z.literal("liquidation"),
    layer: realisedLayer,
    market: z.string(),
    printedBy: z.string().describe("exchange:symbol whose feed printed it: a member, where `market` is a combined one"),
    time: z.number(),
    positionSide: z.enum(["long", "short"]),
    price: z.number(),
    usd: z.number(),
  }),
  z
    .object({
      type: z.literal("realised"),
      layer: realisedLayer,
      market: z.string(),
      level: z.number().int(),
      rowsPerCell: z.number().int(),
      cells: z.array(realisedRowSchema),
    })
    .describe("Cells of a subscribed level that have grown, with their whole sums: each replaces what was known of its column and price"),
  z.object({ type: z.literal("order-book"), book: orderBookSchema }),
  z.object({ type: z.literal("status"), status: statusReplySchema }),
  z
    .object({ type: z.literal("status-changes"), changes: statusChangesSchema })
    .describe("To who asked for changes, in place of a whole status: since the last one, whole or changed"),
  z.object({ type: z.literal("error"), detail: z.string() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
