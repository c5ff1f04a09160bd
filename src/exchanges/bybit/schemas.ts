import { z } from "zod";
import { LATEST_MS } from "#exchanges/reading/fields.ts";

/** Shapes of Bybit's REST answers, parsed once at the edge. Numbers and times travel as text. Frames of the sockets are hot and read by hand in normalise.ts. */
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i, "is not a decimal number")
  .transform(Number)
  .pipe(z.number());
const positive = decimal.pipe(z.number().positive());
const atLeastZero = decimal.pipe(z.number().nonnegative());
const epochMs = decimal.pipe(z.number().int().positive().max(LATEST_MS));
const cursor = z.string().optional();

/** Every answer: code 0, the result, and the time at Bybit. */
const answer = <Result extends z.ZodType>(result: Result) => z.object({ retCode: z.literal(0), result, time: z.number().int().positive() });
const listOf = <Row extends z.ZodType>(row: Row) => answer(z.object({ list: z.array(row), nextPageCursor: cursor }));

export const serverTimeSchema = answer(z.unknown());

/** Listings stay unknown here, so that one odd listing among hundreds spoils no other. */
export const instrumentsSchema = listOf(z.unknown());
export const listingSchema = z.object({
  symbol: z.string().min(1),
  contractType: z.string(),
  status: z.string(),
  baseCoin: z.string().min(1),
  quoteCoin: z.string().min(1),
  settleCoin: z.string().min(1),
  /** 0: not said. */
  launchTime: epochMs.catch(0),
  /** "0": perpetual; of a perpetual that is being delisted, when it ends. */
  deliveryTime: atLeastZero,
  leverageFilter: z.object({ maxLeverage: positive }).optional().catch(undefined),
  priceFilter: z.object({ tickSize: positive }),
  /** Minutes; 0 of dated futures. */
  fundingInterval: z.number().nonnegative().optional().catch(undefined),
});
export type Listing = z.infer<typeof listingSchema>;

const notContradictory = ([, open, high, low, close]: readonly [number, number, number, number, number, ...unknown[]]): boolean =>
  low <= Math.min(open, close) && high >= Math.max(open, close);

/** [open time, open, high, low, close, volume (linear: base coin, inverse: USD), turnover], newest first. */
export const klinesSchema = listOf(
  z.tuple([epochMs, positive, positive, positive, positive, atLeastZero], z.unknown()).refine(notContradictory, "contradicts itself: low > high"),
);
export type Kline = z.infer<typeof klinesSchema>["result"]["list"][number];

/** The same without volumes. */
export const markKlinesSchema = listOf(
  z.tuple([epochMs, positive, positive, positive, positive], z.unknown()).refine(notContradictory, "contradicts itself: low > high"),
);
export type MarkKline = z.infer<typeof markKlinesSchema>["result"]["list"][number];

/** `openInterest` counts both sides; the single one is there since 2026-06-11. */
const openInterestRow = z.object({ openInterest: atLeastZero, singleOpenInterest: atLeastZero.optional() });
export type BothOpenInterests = z.infer<typeof openInterestRow>;
export const openInterestSchema = listOf(openInterestRow.extend({ timestamp: epochMs }));
export type OpenInterestRow = z.infer<typeof openInterestSchema>["result"]["list"][number];
export const fundingRatesSchema = listOf(z.object({ fundingRate: decimal, fundingRateTimestamp: epochMs }));
export type FundingRate = z.infer<typeof fundingRatesSchema>["result"]["list"][number];
export const ratiosSchema = listOf(z.object({ buyRatio: atLeastZero, sellRatio: atLeastZero, timestamp: epochMs }));
export type Ratio = z.infer<typeof ratiosSchema>["result"]["list"][number];
/** Rows stay unknown here, so that one that has no mark price now spoils no other. */
export const markPricesSchema = listOf(z.unknown());
export const markPriceSchema = z.object({ symbol: z.string(), markPrice: positive });

export const recentTradesSchema = listOf(
  z.object({
    execId: z.string().min(1),
    price: positive,
    size: positive,
    side: z.enum(["Buy", "Sell"]),
    time: epochMs,
    isBlockTrade: z.boolean().optional(),
  }),
);
export type RecentTrade = z.infer<typeof recentTradesSchema>["result"]["list"][number];

/** Rates are documented as numbers, sampled as text, and come as fractions or as percent; an empty deduction is none printed. */
const numberOrText = z.union([z.number(), decimal]);
export const riskLimitsSchema = listOf(
  z.object({
    symbol: z.string(),
    riskLimitValue: positive,
    maintenanceMargin: numberOrText.pipe(z.number().positive()),
    initialMargin: numberOrText.pipe(z.number().positive()),
    maxLeverage: positive,
    mmDeduction: z.union([z.literal("").transform(() => undefined), atLeastZero]).optional(),
  }),
);
export type RiskLimit = z.infer<typeof riskLimitsSchema>["result"]["list"][number];

export const refusalSchema = z.object({ retCode: z.number(), retMsg: z.string() });
