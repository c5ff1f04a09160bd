import { z } from "zod";
import { LATEST_MS } from "#exchanges/reading/fields.ts";

/** Shapes of Binance's REST answers, parsed once at the edge. Prices and sizes travel as decimal text. Frames of the sockets are hot and read by hand in normalise.ts. */
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i, "is not a decimal number")
  .transform(Number)
  .pipe(z.number());
const positive = decimal.pipe(z.number().positive());
const atLeastZero = decimal.pipe(z.number().nonnegative());
const epochMs = z.number().int().positive().max(LATEST_MS);
const updateId = z.number().int().nonnegative();

export const pingSchema = z.object({});
export const serverTimeSchema = z.object({ serverTime: epochMs });
export const markTimesSchema = z.array(z.object({ time: epochMs })).min(1);

/** Symbols stay unknown here, so that one odd listing among hundreds spoils no other. */
export const exchangeInfoSchema = z.object({ symbols: z.array(z.unknown()) });
export const listingSchema = z.object({
  symbol: z.string().min(1),
  contractType: z.string(),
  status: z.string(),
  baseAsset: z.string().min(1),
  quoteAsset: z.string(),
  marginAsset: z.string().optional(),
  /** Of perpetuals a day far away. */
  deliveryDate: epochMs.optional().catch(undefined),
  filters: z.array(z.looseObject({ filterType: z.string(), tickSize: z.string().optional() })),
});
export type Listing = z.infer<typeof listingSchema>;
export const tickSizeSchema = positive;

/** [open time, open, high, low, close, volume, close time, quote volume, trades, taker buy volume, taker buy quote volume, unused]. */
export const klinesSchema = z.array(
  z
    .tuple([epochMs, positive, positive, positive, positive, atLeastZero, epochMs, z.string(), z.number(), atLeastZero], z.unknown())
    .refine(([, open, high, low, close]) => low <= Math.min(open, close) && high >= Math.max(open, close), "contradicts itself: low > high"),
);
export type Kline = z.infer<typeof klinesSchema>[number];

/** The same row without volumes: their places hold zeros or counts that mean nothing. */
export const markKlinesSchema = z.array(
  z
    .tuple([epochMs, positive, positive, positive, positive, z.unknown(), epochMs], z.unknown())
    .refine(([, open, high, low, close]) => low <= Math.min(open, close) && high >= Math.max(open, close), "contradicts itself: low > high"),
);
export type MarkKline = z.infer<typeof markKlinesSchema>[number];

export const openInterestSchema = z.object({ openInterest: atLeastZero, time: epochMs });
export type OpenInterestAnswer = z.infer<typeof openInterestSchema>;
export const openInterestHistorySchema = z.array(z.object({ sumOpenInterest: atLeastZero, timestamp: epochMs }));
export const fundingRatesSchema = z.array(z.object({ fundingTime: epochMs, fundingRate: decimal }));
export type FundingRate = z.infer<typeof fundingRatesSchema>[number];

/** The share of accounts that are long by the share that are short. The time travels as a number or as text. */
export const ratiosSchema = z.array(z.object({ longShortRatio: atLeastZero, timestamp: z.coerce.number().pipe(epochMs) }));
export type RatioRow = z.infer<typeof ratiosSchema>[number];
export const fundingInfoSchema = z.array(z.object({ symbol: z.string(), fundingIntervalHours: z.number().positive() }));

export const aggregateTradesSchema = z.array(z.object({ a: updateId, p: positive, q: positive, T: epochMs, m: z.boolean() }));
export type AggregateTrade = z.infer<typeof aggregateTradesSchema>[number];

const bookLevelSchema = z.tuple([positive, atLeastZero]);
export const depthSchema = z.object({ lastUpdateId: updateId, T: epochMs.optional(), bids: z.array(bookLevelSchema), asks: z.array(bookLevelSchema) });
export type Depth = z.infer<typeof depthSchema>;

/** Tables stay unknown here, so that one odd symbol among hundreds spoils no other. */
export const bracketsSchema = z.object({ data: z.object({ brackets: z.array(z.unknown()) }) });
/** Unlike everything else its numbers travel as numbers. */
export const symbolBracketsSchema = z.object({
  symbol: z.string().min(1),
  updateTime: epochMs,
  riskBrackets: z
    .array(
      z.object({
        bracketNotionalFloor: z.number().nonnegative(),
        bracketNotionalCap: z.number().positive(),
        bracketMaintenanceMarginRate: z.number().positive().max(1),
        cumFastMaintenanceAmount: z.number().nonnegative(),
        maxOpenPosLeverage: z.number().min(1),
      }),
    )
    .min(1),
});

export const refusalSchema = z.object({ code: z.number(), msg: z.string() });
