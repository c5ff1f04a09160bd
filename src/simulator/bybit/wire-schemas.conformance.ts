import { z } from "zod";
import { decimal, epochMs, epochText, id, positive } from "#simulator/wire/documented.conformance.ts";

/** Bybit's shapes, written from the samples in bybit-exchange.github.io/docs/v5, not from this simulator. */
const level = z.tuple([positive, decimal]);
const enveloped = <Result extends z.ZodType>(result: Result) =>
  z.strictObject({ retCode: z.literal(0), retMsg: z.literal("OK"), result, retExtInfo: z.strictObject({}), time: epochMs });
const listed = <Row extends z.ZodType>(row: Row) => z.looseObject({ category: z.enum(["linear", "inverse"]), list: z.array(row).min(1) });

const TICKER_FIELDS = {
  symbol: z.string(),
  price24hPcnt: decimal,
  lastPrice: positive,
  prevPrice24h: positive,
  highPrice24h: positive,
  lowPrice24h: positive,
  prevPrice1h: positive,
  markPrice: positive,
  indexPrice: positive,
  openInterest: positive,
  openInterestValue: positive,
  singleOpenInterest: positive,
  singleOpenInterestValue: positive,
  turnover24h: decimal,
  volume24h: decimal,
  nextFundingTime: epochText,
  fundingRate: decimal,
  bid1Price: positive,
  bid1Size: positive,
  ask1Price: positive,
  ask1Size: positive,
};

const INSTRUMENT = z.looseObject({
  symbol: z.string(),
  contractType: z.enum(["LinearPerpetual", "InversePerpetual", "LinearFutures", "InverseFutures"]),
  status: z.literal("Trading"),
  baseCoin: z.string(),
  quoteCoin: z.string(),
  launchTime: epochText,
  deliveryTime: z.string(),
  priceScale: z.string(),
  leverageFilter: z.strictObject({ minLeverage: decimal, maxLeverage: decimal, leverageStep: decimal }),
  priceFilter: z.strictObject({ minPrice: positive, maxPrice: positive, tickSize: positive }),
  lotSizeFilter: z.looseObject({ maxOrderQty: decimal, minOrderQty: positive, qtyStep: positive }),
  fundingInterval: z.literal(480),
  settleCoin: z.string(),
  isPreListing: z.literal(false),
});

export const REST_SCHEMAS = {
  "/v5/market/time": enveloped(z.strictObject({ timeSecond: z.string().regex(/^\d{10}$/), timeNano: z.string().regex(/^\d{19}$/) })),
  "/v5/market/instruments-info?category=linear&limit=1000": enveloped(listed(INSTRUMENT)),
  "/v5/market/tickers?category=linear": enveloped(listed(z.looseObject(TICKER_FIELDS))),
  "/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=1000": enveloped(
    listed(z.tuple([epochText, positive, positive, positive, positive, decimal, decimal])),
  ),
  "/v5/market/mark-price-kline?category=linear&symbol=BTCUSDT&interval=60": enveloped(listed(z.tuple([epochText, positive, positive, positive, positive]))),
  "/v5/market/open-interest?category=linear&symbol=BTCUSDT&intervalTime=5min&limit=200": enveloped(
    listed(z.strictObject({ openInterest: positive, singleOpenInterest: positive, timestamp: epochText })),
  ),
  "/v5/market/account-ratio?category=linear&symbol=BTCUSDT&period=5min&limit=100": enveloped(
    z.strictObject({
      list: z.array(z.strictObject({ symbol: z.literal("BTCUSDT"), buyRatio: positive, sellRatio: positive, timestamp: epochText })).length(100),
      nextPageCursor: z.string(),
    }),
  ),
  "/v5/market/funding/history?category=linear&symbol=BTCUSDT": enveloped(
    listed(z.strictObject({ symbol: z.literal("BTCUSDT"), fundingRate: decimal, fundingRateTimestamp: epochText })),
  ),
  "/v5/market/recent-trade?category=linear&symbol=BTCUSDT&limit=1000": enveloped(
    listed(
      z.looseObject({
        execId: z.string(),
        symbol: z.literal("BTCUSDT"),
        price: positive,
        size: positive,
        side: z.enum(["Buy", "Sell"]),
        time: epochText,
        isBlockTrade: z.boolean(),
      }),
    ),
  ),
  "/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=200": enveloped(
    z.strictObject({ s: z.literal("BTCUSDT"), b: z.array(level).length(200), a: z.array(level).length(200), ts: epochMs, u: id, seq: id, cts: epochMs }),
  ),
  "/v5/market/risk-limit?category=linear&symbol=BTCUSDT": enveloped(
    listed(
      z.strictObject({
        id,
        symbol: z.literal("BTCUSDT"),
        riskLimitValue: positive,
        maintenanceMargin: positive,
        initialMargin: positive,
        isLowestRisk: z.union([z.literal(0), z.literal(1)]),
        maxLeverage: positive,
        mmDeduction: z.union([z.literal(""), decimal]),
      }),
    ),
  ),
} as const;

const topic = <Body extends z.ZodRawShape>(name: string, body: Body) => z.strictObject({ topic: z.literal(name), ts: epochMs, ...body });
const ORDER_BOOK = {
  data: z.strictObject({ s: z.literal("BTCUSDT"), b: z.array(level), a: z.array(level), u: id, seq: id }),
  cts: epochMs,
};

/** Messages of a topic, first and later. */
export const STREAM_SCHEMAS = {
  "publicTrade.BTCUSDT": topic("publicTrade.BTCUSDT", {
    type: z.literal("snapshot"),
    data: z
      .array(
        z.strictObject({
          T: epochMs,
          s: z.literal("BTCUSDT"),
          S: z.enum(["Buy", "Sell"]),
          v: positive,
          p: positive,
          L: z.string(),
          i: z.uuid(),
          BT: z.boolean(),
          RPI: z.boolean(),
          seq: id,
        }),
      )
      .min(1),
  }),
  "tickers.BTCUSDT": topic("tickers.BTCUSDT", {
    type: z.enum(["snapshot", "delta"]),
    data: z.looseObject(TICKER_FIELDS).partial().required({ symbol: true }),
    cs: id,
  }),
  "kline.1.BTCUSDT": topic("kline.1.BTCUSDT", {
    type: z.literal("snapshot"),
    data: z
      .array(
        z.strictObject({
          start: epochMs,
          end: epochMs,
          interval: z.literal("1"),
          open: positive,
          close: positive,
          high: positive,
          low: positive,
          volume: decimal,
          turnover: decimal,
          confirm: z.boolean(),
          timestamp: epochMs,
        }),
      )
      .length(1),
  }),
  "orderbook.50.BTCUSDT": topic("orderbook.50.BTCUSDT", { type: z.enum(["snapshot", "delta"]), ...ORDER_BOOK }),
  "orderbook.200.BTCUSDT": topic("orderbook.200.BTCUSDT", { type: z.enum(["snapshot", "delta"]), ...ORDER_BOOK }),
  "allLiquidation.BTCUSDT": topic("allLiquidation.BTCUSDT", {
    type: z.literal("snapshot"),
    data: z.array(z.strictObject({ T: epochMs, s: z.literal("BTCUSDT"), S: z.enum(["Buy", "Sell"]), v: positive, p: positive })).min(1),
  }),
} as const;
