import { z } from "zod";
import { LATEST_MS } from "#exchanges/reading/fields.ts";

/** Shapes of OKX's REST answers inside their envelope, parsed once at the edge. Every number and time travels as decimal text. Frames of the sockets are hot and read by hand in normalise.ts. */
const decimal = z
  .string()
  .regex(/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i, "is not a decimal number")
  .transform(Number)
  .pipe(z.number());
const positive = decimal.pipe(z.number().positive());
const atLeastZero = decimal.pipe(z.number().nonnegative());
const wholeNumber = z.string().regex(/^\d+$/, "is not a whole number").transform(Number).pipe(z.number().int().nonnegative());
const epochMs = wholeNumber.pipe(z.number().positive().max(LATEST_MS));

/** Rows stay unknown here, so that one odd listing among hundreds spoils no other. */
export const rowsSchema = z.array(z.unknown());

export const serverTimeSchema = z.array(z.object({ ts: epochMs })).min(1);

/** Of SWAP and FUTURES. `ctVal` is counted in `ctValCcy`: the coin when linear, USD when inverse. */
export const listingSchema = z.object({
  instId: z.string().min(1),
  instFamily: z.string().min(1),
  ctType: z.enum(["linear", "inverse"]),
  ctVal: positive,
  ctMult: positive,
  ctValCcy: z.string(),
  settleCcy: z.string(),
  tickSz: positive,
  lever: positive.optional().catch(undefined),
  expTime: epochMs.optional().catch(undefined),
  state: z.string(),
  ruleType: z.string().optional(),
});
export type Listing = z.infer<typeof listingSchema>;

export const listTimesSchema = z.array(z.object({ listTime: epochMs.optional().catch(undefined) }));

const isBar = ([, open, high, low, close]: readonly [number, number, number, number, number, ...unknown[]]): boolean =>
  low <= Math.min(open, close) && high >= Math.max(open, close);

/** [open time, open, high, low, close, volume in contracts, in coin, in quote currency, "1" when closed]. */
export const candlesSchema = z.array(
  z
    .tuple([epochMs, positive, positive, positive, positive, atLeastZero, z.string(), z.string(), z.enum(["0", "1"])], z.unknown())
    .refine(([...row]) => isBar(row), "contradicts itself: low > high"),
);
export type CandleRow = z.infer<typeof candlesSchema>[number];

/** The same without volumes. */
export const markCandlesSchema = z.array(
  z
    .tuple([epochMs, positive, positive, positive, positive, z.enum(["0", "1"])], z.unknown())
    .refine(([...row]) => isBar(row), "contradicts itself: low > high"),
);
export type MarkCandleRow = z.infer<typeof markCandlesSchema>[number];

/** [time, open interest in contracts, in coin, in USD]. */
export const openInterestHistorySchema = z.array(z.tuple([epochMs, atLeastZero], z.unknown()));
export type OpenInterestRow = z.infer<typeof openInterestHistorySchema>[number];
/** [time, accounts that are long / accounts that are short]. */
export const ratioHistorySchema = z.array(z.tuple([epochMs, atLeastZero], z.unknown()));
export type RatioRow = z.infer<typeof ratioHistorySchema>[number];

/** `realizedRate` is what was settled; the rate announced before it may differ. */
export const fundingRatesSchema = z.array(z.object({ fundingTime: epochMs, fundingRate: decimal, realizedRate: decimal.optional().catch(undefined) }));
export type FundingRow = z.infer<typeof fundingRatesSchema>[number];

export const tradesSchema = z.array(z.object({ tradeId: wholeNumber, px: positive, sz: positive, side: z.enum(["buy", "sell"]), ts: epochMs }));
export type TradeRow = z.infer<typeof tradesSchema>[number];

export const markPriceSchema = z.object({ instId: z.string().min(1), markPx: positive });

/** Rows of several families; what else they hold is read family by family. */
export const tierRowsSchema = z.array(z.looseObject({ instFamily: z.string() }));
export type TierRow = z.infer<typeof tierRowsSchema>[number];
/** Sizes are in contracts. */
export const tiersSchema = z.array(z.object({ maxSz: positive, mmr: positive.pipe(z.number().max(1)), maxLever: positive }));
export type Tier = z.infer<typeof tiersSchema>[number];
