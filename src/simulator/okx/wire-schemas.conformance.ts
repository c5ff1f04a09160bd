import { z } from "zod";
import { decimal, epochText, id, positive } from "#simulator/wire/documented.conformance.ts";

/** OKX's shapes, written from the samples in okx.com/docs-v5, not from this simulator. Almost everything is text. */
const SWAP = "BTC-USDT-SWAP";
const answered = <Row extends z.ZodType>(row: Row) => z.strictObject({ code: z.literal("0"), msg: z.literal(""), data: z.array(row).min(1) });
const level = z.tuple([positive, decimal, z.literal("0"), z.string().regex(/^\d+$/)]);
const confirm = z.enum(["0", "1"]);
const CANDLE = z.tuple([epochText, positive, positive, positive, positive, decimal, decimal, decimal, confirm]);
const MARK_CANDLE = z.tuple([epochText, positive, positive, positive, positive, confirm]);

const TRADE = {
  instId: z.literal(SWAP),
  tradeId: z.string().regex(/^\d+$/),
  px: positive,
  sz: positive,
  side: z.enum(["buy", "sell"]),
  source: z.literal("0"),
  ts: epochText,
};
const MARK = z.strictObject({ instType: z.literal("SWAP"), instId: z.literal(SWAP), markPx: positive, ts: epochText });
const OPEN_INTEREST = z.strictObject({ instType: z.string(), instId: z.string(), oi: positive, oiCcy: positive, oiUsd: positive, ts: epochText });
const INDEX = z.looseObject({ instId: z.literal("BTC-USDT"), idxPx: positive, ts: epochText });
const FUNDING = z.looseObject({
  instId: z.literal(SWAP),
  instType: z.literal("SWAP"),
  fundingRate: decimal,
  fundingTime: epochText,
  nextFundingTime: epochText,
  settState: z.string(),
  ts: epochText,
});
const TICKER = z.looseObject({
  instType: z.literal("SWAP"),
  instId: z.literal(SWAP),
  last: positive,
  askPx: positive,
  askSz: positive,
  bidPx: positive,
  bidSz: positive,
  open24h: positive,
  high24h: positive,
  low24h: positive,
  vol24h: decimal,
  volCcy24h: decimal,
  ts: epochText,
});

export const REST_SCHEMAS = {
  "/api/v5/public/time": answered(z.strictObject({ ts: epochText })),
  "/api/v5/public/instruments?instType=SWAP": answered(
    z.looseObject({
      instType: z.literal("SWAP"),
      instId: z.string(),
      uly: z.string(),
      instFamily: z.string(),
      settleCcy: z.string(),
      ctVal: positive,
      ctMult: z.literal("1"),
      ctValCcy: z.string(),
      ctType: z.enum(["linear", "inverse"]),
      expTime: z.literal(""),
      lever: positive,
      tickSz: positive,
      lotSz: positive,
      minSz: positive,
      state: z.literal("live"),
    }),
  ),
  [`/api/v5/public/mark-price?instType=SWAP&instId=${SWAP}`]: answered(MARK),
  "/api/v5/public/open-interest?instType=SWAP": answered(OPEN_INTEREST),
  [`/api/v5/public/funding-rate?instId=${SWAP}`]: answered(FUNDING),
  [`/api/v5/public/funding-rate-history?instId=${SWAP}`]: answered(
    z.looseObject({ instType: z.literal("SWAP"), instId: z.literal(SWAP), fundingRate: decimal, realizedRate: decimal, fundingTime: epochText }),
  ),
  "/api/v5/public/position-tiers?instType=SWAP&tdMode=isolated&instFamily=BTC-USDT": answered(
    z.looseObject({
      instFamily: z.literal("BTC-USDT"),
      uly: z.literal("BTC-USDT"),
      tier: z.string().regex(/^\d+$/),
      minSz: decimal,
      maxSz: positive,
      mmr: positive,
      imr: positive,
      maxLever: positive,
    }),
  ),
  [`/api/v5/market/ticker?instId=${SWAP}`]: answered(TICKER),
  "/api/v5/market/index-tickers?instId=BTC-USDT": answered(INDEX),
  [`/api/v5/market/books?instId=${SWAP}&sz=400`]: answered(
    z.strictObject({ asks: z.array(level).length(400), bids: z.array(level).length(400), ts: epochText }),
  ),
  [`/api/v5/market/trades?instId=${SWAP}&limit=500`]: answered(z.strictObject(TRADE)),
  [`/api/v5/market/history-trades?instId=${SWAP}`]: answered(z.strictObject(TRADE)),
  [`/api/v5/market/candles?instId=${SWAP}&bar=1m&limit=300`]: answered(CANDLE),
  [`/api/v5/market/history-candles?instId=${SWAP}&bar=1H`]: answered(CANDLE),
  [`/api/v5/market/history-mark-price-candles?instId=${SWAP}&bar=1m`]: answered(MARK_CANDLE),
  [`/api/v5/rubik/stat/contracts/open-interest-history?instId=${SWAP}&period=5m`]: answered(z.tuple([epochText, positive, positive, positive])),
  [`/api/v5/rubik/stat/contracts/long-short-account-ratio-contract?instId=${SWAP}&period=5m`]: answered(z.tuple([epochText, positive])),
} as const;

const push = <Row extends z.ZodType>(arg: Record<string, string>, row: Row) =>
  z.strictObject({ arg: z.strictObject(Object.fromEntries(Object.entries(arg).map(([name, text]) => [name, z.literal(text)]))), data: z.array(row).length(1) });
const ofSwap = (channel: string) => ({ channel, instId: SWAP });

export const BOOK = z.strictObject({
  arg: z.strictObject({ channel: z.literal("books"), instId: z.literal(SWAP) }),
  action: z.enum(["snapshot", "update"]),
  data: z.array(z.looseObject({ asks: z.array(level), bids: z.array(level), ts: epochText, prevSeqId: z.number().int(), seqId: id })).length(1),
});

export const PUBLIC_SCHEMAS = {
  trades: push(ofSwap("trades"), z.strictObject({ ...TRADE, count: z.string().regex(/^[1-9]\d*$/), seqId: id })),
  tickers: push(ofSwap("tickers"), TICKER),
  "mark-price": push(ofSwap("mark-price"), MARK),
  "funding-rate": push(ofSwap("funding-rate"), FUNDING),
  "open-interest": push(ofSwap("open-interest"), OPEN_INTEREST),
  books: BOOK,
  books5: push(ofSwap("books5"), z.looseObject({ asks: z.array(level).length(5), bids: z.array(level).length(5), ts: epochText })),
} as const;

export const BUSINESS_SCHEMAS = {
  candle1m: push(ofSwap("candle1m"), CANDLE),
  "mark-price-candle1m": push(ofSwap("mark-price-candle1m"), MARK_CANDLE),
} as const;

export const LIQUIDATIONS = z.strictObject({
  arg: z.strictObject({ channel: z.literal("liquidation-orders"), instType: z.literal("SWAP") }),
  data: z
    .array(
      z.strictObject({
        details: z
          .array(
            z.strictObject({
              bkLoss: decimal,
              bkPx: positive,
              ccy: z.string(),
              posSide: z.enum(["long", "short", "net"]),
              side: z.enum(["buy", "sell"]),
              sz: positive,
              ts: epochText,
            }),
          )
          .min(1),
        instFamily: z.string(),
        instId: z.string(),
        instType: z.literal("SWAP"),
        uly: z.string(),
      }),
    )
    .min(1),
});
