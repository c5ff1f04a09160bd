import { z } from "zod";
import { decimal, epochMs, epochText, positive } from "#simulator/wire/documented.conformance.ts";

/** Bitget's shapes, written from the samples in bitget.com/api-doc/uta, not from this simulator. */
const answered = <Data extends z.ZodType>(data: Data) => z.strictObject({ code: z.literal("00000"), msg: z.literal("success"), requestTime: epochMs, data });
const rows = <Row extends z.ZodType>(row: Row) => answered(z.array(row).min(1));
const level = z.tuple([positive, decimal]);
const CANDLE = z.tuple([epochText, positive, positive, positive, positive, decimal, decimal]);
const side = z.enum(["buy", "sell"]);
const bigDigits = z.string().regex(/^\d{19}$/);

const TICKER = {
  lastPrice: positive,
  openPrice24h: positive,
  highPrice24h: positive,
  lowPrice24h: positive,
  ask1Price: positive,
  bid1Price: positive,
  bid1Size: positive,
  ask1Size: positive,
  price24hPcnt: decimal,
  volume24h: decimal,
  turnover24h: decimal,
  indexPrice: positive,
  markPrice: positive,
  fundingRate: decimal,
  openInterest: positive,
  deliveryStartTime: z.string(),
  deliveryTime: z.string(),
  deliveryStatus: z.string(),
};
export const LIQUIDATION = z.strictObject({ symbol: z.literal("BTCUSDT"), side, price: positive, amount: positive, ts: epochText });

const query = "category=USDT-FUTURES&symbol=BTCUSDT";
export const REST_SCHEMAS = {
  "/api/v3/market/instruments?category=USDT-FUTURES": rows(
    z.looseObject({
      symbol: z.string(),
      category: z.literal("USDT-FUTURES"),
      baseCoin: z.string(),
      quoteCoin: z.literal("USDT"),
      minOrderQty: positive,
      pricePrecision: z.string().regex(/^\d+$/),
      quantityPrecision: z.string().regex(/^\d+$/),
      priceMultiplier: positive,
      quantityMultiplier: positive,
      status: z.literal("online"),
      fundInterval: z.literal("8"),
      minLeverage: positive,
      maxLeverage: positive,
    }),
  ),
  "/api/v3/market/tickers?category=USDT-FUTURES": rows(z.strictObject({ category: z.literal("USDT-FUTURES"), symbol: z.string(), ts: epochText, ...TICKER })),
  [`/api/v3/market/open-interest?${query}`]: answered(
    z.strictObject({ list: z.array(z.strictObject({ symbol: z.literal("BTCUSDT"), openInterest: positive })).length(1), ts: epochText }),
  ),
  [`/api/v3/market/orderbook?${query}&limit=200`]: answered(z.strictObject({ a: z.array(level).length(200), b: z.array(level).length(200), ts: epochText })),
  [`/api/v3/market/position-tier?${query}`]: rows(
    z.strictObject({ tier: z.string().regex(/^\d+$/), minTierValue: decimal, maxTierValue: positive, leverage: positive, mmr: positive }),
  ),
  "/api/v3/market/current-fund-rate?symbol=BTCUSDT": rows(
    z.looseObject({ symbol: z.literal("BTCUSDT"), fundingRate: decimal, fundingRateInterval: z.literal("8"), nextUpdate: epochText }),
  ),
  [`/api/v3/market/history-fund-rate?${query}`]: answered(
    z.strictObject({ resultList: z.array(z.strictObject({ symbol: z.literal("BTCUSDT"), fundingRate: decimal, fundingRateTimestamp: epochText })).min(3) }),
  ),
  [`/api/v3/market/candles?${query}&interval=1m&limit=1000`]: answered(z.array(CANDLE).length(1_000)),
  [`/api/v3/market/history-candles?${query}&interval=1m&type=mark&limit=100`]: answered(z.array(CANDLE).length(100)),
  [`/api/v3/market/fills?${query}`]: answered(
    z.array(z.strictObject({ execId: bigDigits, execLinkId: z.string(), price: positive, size: positive, side, ts: epochText })).length(100),
  ),
  [`/api/v3/market/liquidations?${query}&limit=100`]: answered(z.strictObject({ list: z.array(LIQUIDATION).length(100), cursor: z.string().min(1) })),
  "/api/v2/mix/market/fills-history?symbol=BTCUSDT&productType=usdt-futures": answered(
    z
      .array(
        z.strictObject({
          tradeId: bigDigits,
          price: positive,
          size: positive,
          side: z.enum(["Buy", "Sell"]),
          ts: z.string().regex(/000$/),
          symbol: z.literal("BTCUSDT"),
        }),
      )
      .length(500),
  ),
  "/api/v2/mix/market/account-long-short?symbol=BTCUSDT&period=5m": rows(
    z.strictObject({ longAccountRatio: positive, shortAccountRatio: positive, longShortAccountRatio: positive, ts: epochText }),
  ),
} as const;

const push = <Data extends z.ZodType>(arg: Record<string, string>, row: Data) =>
  z.strictObject({
    data: z.array(row).min(1),
    arg: z.strictObject(Object.fromEntries(Object.entries(arg).map(([name, text]) => [name, z.literal(text)]))),
    action: z.enum(["snapshot", "update"]),
    ts: epochMs,
  });

const futures = { instType: "usdt-futures", symbol: "BTCUSDT" };
const BOOK = z.strictObject({ a: z.array(level), b: z.array(level), checksum: z.literal(0), pseq: z.number(), seq: z.number(), ts: epochText });

export const STREAMS = {
  publicTrade: {
    arg: { ...futures, topic: "publicTrade" },
    row: z.strictObject({ p: positive, S: side, T: epochText, v: positive, i: bigDigits, L: bigDigits }),
  },
  ticker: { arg: { ...futures, topic: "ticker" }, row: z.strictObject({ ...TICKER, nextFundingTime: epochText }) },
  kline: {
    arg: { ...futures, topic: "kline", interval: "1m" },
    row: z.strictObject({ start: epochText, open: positive, close: positive, high: positive, low: positive, volume: decimal, turnover: decimal }),
  },
  books: { arg: { ...futures, topic: "books" }, row: BOOK },
  books5: { arg: { ...futures, topic: "books5" }, row: BOOK },
  liquidation: { arg: { instType: "usdt-futures", topic: "liquidation" }, row: LIQUIDATION },
} as const;

export const schemaOf = (name: keyof typeof STREAMS) => push(STREAMS[name].arg, STREAMS[name].row as z.ZodType);
