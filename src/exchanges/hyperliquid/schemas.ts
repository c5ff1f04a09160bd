import { z } from "zod";
import { LATEST_MS } from "#exchanges/reading/fields.ts";

/** Shapes of Hyperliquid's answers, parsed once at the edge. Prices and sizes travel as decimal text. Frames of the socket are hot and read by hand in normalise.ts. */
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i, "is not a decimal number")
  .transform(Number)
  .pipe(z.number());
const positive = decimal.pipe(z.number().positive());
const atLeastZero = decimal.pipe(z.number().nonnegative());
const epochMs = z.number().int().positive().max(LATEST_MS);
const leverage = z.number().min(1);

/** Listings stay unknown here, so that one odd one among hundreds spoils no other; their contexts follow in the same order. */
export const metaSchema = z.object({ universe: z.array(z.unknown()), marginTables: z.array(z.unknown()).default([]) });
export const metaAndContextsSchema = z.tuple([metaSchema, z.array(z.unknown())]);

export const listingSchema = z.object({
  name: z.string().min(1),
  szDecimals: z.number().int().min(0).max(6),
  maxLeverage: leverage,
  marginTableId: z.number().int().nonnegative().optional(),
  isDelisted: z.boolean().optional(),
});
export type Listing = z.infer<typeof listingSchema>;

export const contextSchema = z.object({ markPx: positive });

const marginTierSchema = z.object({ lowerBound: atLeastZero, maxLeverage: leverage });
export type MarginTier = z.infer<typeof marginTierSchema>;
export const marginTableSchema = z.tuple([z.number().int().nonnegative(), z.object({ marginTiers: z.array(marginTierSchema).min(1) })]);

export const candlesSchema = z.array(
  z
    .object({ t: epochMs, o: positive, h: positive, l: positive, c: positive, v: atLeastZero })
    .refine(({ o, h, l, c }) => l <= Math.min(o, c) && h >= Math.max(o, c), "contradicts itself: low > high"),
);
export type CandleRow = z.infer<typeof candlesSchema>[number];

export const fundingHistorySchema = z.array(z.object({ time: epochMs, fundingRate: decimal }));

/** Of a book only its time is read here: it is the cheapest answer that carries the exchange's clock. */
export const bookTimeSchema = z.object({ time: epochMs });

export const recentTradesSchema = z.array(z.unknown());

const address = z.string().regex(/^0x[0-9a-f]{40}$/i, "is not an address");
const marginSummarySchema = z.object({ accountValue: decimal, totalNtlPos: atLeastZero });

export const accountStateSchema = z.object({
  crossMarginSummary: marginSummarySchema,
  /** Only their coin is read here, so that an odd position in a coin that nobody watches spoils no account. */
  assetPositions: z.array(z.object({ position: z.looseObject({ coin: z.string().min(1) }) })),
  time: epochMs,
});
export type AccountState = z.infer<typeof accountStateSchema>;

export const positionSchema = z.object({
  coin: z.string().min(1),
  /** Signed size: below zero short. */
  szi: decimal,
  entryPx: positive,
  positionValue: atLeastZero,
  liquidationPx: decimal.nullish(),
  marginUsed: decimal,
  maxLeverage: leverage,
  leverage: z.object({ type: z.enum(["cross", "isolated"]) }),
});
export type Position = z.infer<typeof positionSchema>;

export const fillsSchema = z.array(
  z.object({
    coin: z.string().min(1),
    px: positive,
    sz: positive,
    side: z.enum(["A", "B"]),
    time: epochMs,
    startPosition: decimal,
    /** On forced fills, and on those of whoever took the other side. */
    liquidation: z.object({ liquidatedUser: address.nullish() }).nullish(),
  }),
);
export type Fill = z.infer<typeof fillsSchema>[number];
