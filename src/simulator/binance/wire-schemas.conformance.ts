import { z } from "zod";

/** Binance's shapes, written from the samples in its documentation, not from this simulator. Numbers travel as decimal text. */
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const positive = decimal.refine((text) => Number(text) > 0);
const epochMs = z.number().int().min(1_000_000_000_000);
const id = z.number().int().nonnegative();
const level = z.tuple([positive, decimal]);

export const KLINE = z.tuple([epochMs, positive, positive, positive, positive, decimal, epochMs, decimal, id, decimal, decimal, decimal]);

export const REST_SCHEMAS = {
  "/fapi/v1/ping": z.strictObject({}),
  "/fapi/v1/time": z.strictObject({ serverTime: epochMs }),
  "/fapi/v1/exchangeInfo": z.looseObject({
    symbols: z
      .array(
        z.looseObject({
          symbol: z.string(),
          pair: z.string(),
          contractType: z.literal("PERPETUAL"),
          status: z.literal("TRADING"),
          baseAsset: z.string(),
          quoteAsset: z.literal("USDT"),
          pricePrecision: id,
          quantityPrecision: id,
          liquidationFee: decimal,
          filters: z.array(z.looseObject({ filterType: z.string() })),
        }),
      )
      .min(1),
  }),
  "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1500": z.array(KLINE).length(1_500),
  "/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=5m": z.array(KLINE).min(100),
  "/fapi/v1/premiumIndex?symbol=BTCUSDT": z.strictObject({
    symbol: z.literal("BTCUSDT"),
    markPrice: positive,
    indexPrice: positive,
    estimatedSettlePrice: positive,
    lastFundingRate: decimal,
    interestRate: decimal,
    nextFundingTime: epochMs,
    time: epochMs,
  }),
  "/fapi/v1/fundingRate?symbol=BTCUSDT": z
    .array(z.strictObject({ symbol: z.string(), fundingRate: decimal, fundingTime: epochMs, markPrice: positive }))
    .min(3),
  "/fapi/v1/fundingInfo": z.array(
    z.looseObject({ symbol: z.string(), adjustedFundingRateCap: decimal, adjustedFundingRateFloor: decimal, fundingIntervalHours: z.literal(8) }),
  ),
  "/fapi/v1/openInterest?symbol=BTCUSDT": z.strictObject({ openInterest: positive, symbol: z.literal("BTCUSDT"), time: epochMs }),
  "/fapi/v1/depth?symbol=BTCUSDT&limit=1000": z.strictObject({
    lastUpdateId: id,
    E: epochMs,
    T: epochMs,
    bids: z.array(level).length(1_000),
    asks: z.array(level).length(1_000),
  }),
  "/fapi/v1/aggTrades?symbol=BTCUSDT": z.array(z.looseObject({ a: id, p: positive, q: positive, f: id, l: id, T: epochMs, m: z.boolean() })).length(500),
  "/futures/data/openInterestHist?symbol=BTCUSDT&period=5m": z
    .array(z.looseObject({ symbol: z.string(), sumOpenInterest: positive, sumOpenInterestValue: positive, timestamp: epochMs }))
    .length(30),
  "/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=5m": z
    .array(z.strictObject({ symbol: z.literal("BTCUSDT"), longShortRatio: positive, longAccount: positive, shortAccount: positive, timestamp: epochMs }))
    .length(30),
  "/bapi/futures/v1/friendly/future/common/brackets": z.looseObject({
    data: z.object({
      brackets: z.array(
        z.looseObject({
          symbol: z.string(),
          riskBrackets: z
            .array(
              z.looseObject({
                bracketSeq: id,
                bracketNotionalFloor: z.number(),
                bracketNotionalCap: z.number(),
                bracketMaintenanceMarginRate: z.number(),
                cumFastMaintenanceAmount: z.number(),
                maxOpenPosLeverage: z.number(),
              }),
            )
            .min(2),
        }),
      ),
    }),
  }),
} as const;

export const STREAM_SCHEMAS = {
  "btcusdt@aggTrade": z.strictObject({
    e: z.literal("aggTrade"),
    E: epochMs,
    s: z.literal("BTCUSDT"),
    a: id,
    p: positive,
    q: positive,
    nq: decimal,
    f: id,
    l: id,
    T: epochMs,
    m: z.boolean(),
  }),
  "btcusdt@markPrice@1s": z.strictObject({
    e: z.literal("markPriceUpdate"),
    E: epochMs,
    s: z.literal("BTCUSDT"),
    p: positive,
    ap: positive,
    i: positive,
    P: positive,
    r: decimal,
    T: epochMs,
  }),
  "btcusdt@kline_1m": z.looseObject({
    e: z.literal("kline"),
    E: epochMs,
    s: z.literal("BTCUSDT"),
    k: z.looseObject({
      t: epochMs,
      T: epochMs,
      i: z.literal("1m"),
      f: id,
      L: id,
      o: positive,
      c: positive,
      h: positive,
      l: positive,
      v: decimal,
      n: id,
      x: z.boolean(),
      q: decimal,
      V: decimal,
      Q: decimal,
    }),
  }),
  "btcusdt@depth@100ms": z.strictObject({
    e: z.literal("depthUpdate"),
    E: epochMs,
    T: epochMs,
    s: z.literal("BTCUSDT"),
    U: id,
    u: id,
    pu: id,
    b: z.array(level),
    a: z.array(level),
  }),
  "btcusdt@depth20": z.looseObject({ e: z.literal("depthUpdate"), b: z.array(level).length(20), a: z.array(level).length(20) }),
} as const;

export const FORCE_ORDER = z.strictObject({
  e: z.literal("forceOrder"),
  E: epochMs,
  o: z.strictObject({
    s: z.string(),
    S: z.enum(["BUY", "SELL"]),
    o: z.literal("LIMIT"),
    f: z.literal("IOC"),
    q: positive,
    p: positive,
    ap: positive,
    X: z.enum(["FILLED", "PARTIALLY_FILLED"]),
    l: positive,
    z: positive,
    T: epochMs,
  }),
});
