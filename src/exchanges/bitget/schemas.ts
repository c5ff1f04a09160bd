import { z } from "zod";
import { LATEST_MS } from "#exchanges/reading/fields.ts";

/** Shapes of Bitget's REST answers, parsed once at the edge. Numbers and times travel as text. Frames of the sockets are hot and read by hand in normalise.ts. */
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i, "is not a decimal number")
  .transform(Number)
  .pipe(z.number());
const positive = decimal.pipe(z.number().positive());
const atLeastZero = decimal.pipe(z.number().nonnegative());
const epochMs = decimal.pipe(z.number().int().positive().max(LATEST_MS));
const SIDE = z.enum(["buy", "sell"]);

/** Every answer: code 00000, the data, and the time at Bitget. */
const answer = <Data extends z.ZodType>(data: Data) => z.object({ code: z.literal("00000"), requestTime: z.number().int().positive(), data });

/** Listings stay unknown here, so that one odd listing among hundreds spoils no other. */
export const instrumentsSchema = answer(z.array(z.unknown()));
/** Empty text, -1 and 0: none. */
const timeOrNone = z
  .string()
  .nullish()
  .transform((text) => (text !== null && text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : undefined));
export const listingSchema = z.object({
  symbol: z.string().min(1),
  baseCoin: z.string().min(1),
  quoteCoin: z.string().min(1),
  status: z.string(),
  /** `perpetual` or `delivery`; older answers have it in `symbolType`. */
  type: z.string().optional(),
  symbolType: z.string().optional(),
  priceMultiplier: positive.optional().catch(undefined),
  pricePrecision: atLeastZero.optional().catch(undefined),
  maxLeverage: positive.optional().catch(undefined),
  quantityMultiplier: positive.optional().catch(undefined),
  quantityPrecision: atLeastZero.optional().catch(undefined),
  /** Hours. */
  fundInterval: z.string().optional().catch(undefined),
  deliveryTime: timeOrNone.catch(undefined),
  /** When it is taken off, once that is announced. */
  offTime: timeOrNone.catch(undefined),
  launchTime: timeOrNone.catch(undefined),
});
export type Listing = z.infer<typeof listingSchema>;

export const tickersSchema = answer(z.array(z.object({ symbol: z.string() })));

/** [open time, open, high, low, close, volume in base coin, turnover in quote coin]. */
export const candlesSchema = answer(
  z.array(
    z
      .tuple([epochMs, positive, positive, positive, positive, atLeastZero, atLeastZero], z.unknown())
      .refine(([, open, high, low, close]) => low <= Math.min(open, close) && high >= Math.max(open, close), "contradicts itself: low > high"),
  ),
);
export type Candle = z.infer<typeof candlesSchema>["data"][number];

const fundingRate = z.object({ fundingRate: decimal, fundingRateTimestamp: epochMs });
export const fundingRatesSchema = answer(z.object({ resultList: z.array(fundingRate).nullish() }));
export type FundingRate = z.infer<typeof fundingRate>;

const liquidation = z.object({ symbol: z.string(), side: SIDE, price: positive, amount: z.string().regex(/^\d+(\.\d+)?$/, "is not an amount"), ts: epochMs });
export const liquidationsSchema = answer(z.object({ list: z.array(liquidation).nullish(), cursor: z.string().nullish() }));
export type Liquidation = z.infer<typeof liquidation>;

const ratio = z.object({ longAccountRatio: atLeastZero, shortAccountRatio: atLeastZero, ts: epochMs });
export const ratiosSchema = answer(z.array(ratio));
export type Ratio = z.infer<typeof ratio>;

const fill = z.object({ execId: z.string().min(1), price: positive, size: positive, side: SIDE, ts: epochMs });
export const fillsSchema = answer(z.array(fill));
export type Fill = z.infer<typeof fill>;

/** Of the older API, whose documents write sides both ways. */
const oldFill = z.object({ tradeId: z.string().min(1), price: positive, size: positive, side: z.string().toLowerCase().pipe(SIDE), ts: epochMs });
export const oldFillsSchema = answer(z.array(oldFill));

const tier = z.object({ maxTierValue: positive, leverage: positive, mmr: positive });
export const positionTiersSchema = answer(z.array(tier));
export type Tier = z.infer<typeof tier>;

export const refusalSchema = z.object({ code: z.string(), msg: z.string() });
