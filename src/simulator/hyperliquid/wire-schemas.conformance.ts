import { z } from "zod";
import { decimal, epochMs, id, positive } from "#simulator/wire/documented.conformance.ts";

/** Hyperliquid's shapes, written from the samples in hyperliquid.gitbook.io/hyperliquid-docs, not from this simulator. */
const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const LEVEL = z.strictObject({ px: positive, sz: positive, n: id });

const META = z.strictObject({
  universe: z.array(z.looseObject({ name: z.string(), szDecimals: id, maxLeverage: z.number().positive(), marginTableId: id })).min(1),
  marginTables: z.array(
    z.tuple([
      id,
      z.strictObject({ description: z.string(), marginTiers: z.array(z.strictObject({ lowerBound: decimal, maxLeverage: z.number().positive() })).min(1) }),
    ]),
  ),
  collateralToken: z.literal(0),
});

const CONTEXT = z.strictObject({
  dayNtlVlm: decimal,
  funding: decimal,
  impactPxs: z.tuple([positive, positive]),
  markPx: positive,
  midPx: positive,
  openInterest: positive,
  oraclePx: positive,
  premium: decimal,
  prevDayPx: positive,
  dayBaseVlm: decimal,
});

export const CANDLE = z.strictObject({
  t: epochMs,
  T: epochMs,
  s: z.literal("BTC"),
  i: z.literal("1m"),
  o: positive,
  c: positive,
  h: positive,
  l: positive,
  v: decimal,
  n: id,
});

export const TRADE = z.strictObject({
  coin: z.literal("BTC"),
  side: z.enum(["A", "B"]),
  px: positive,
  sz: positive,
  time: epochMs,
  hash,
  tid: id,
  users: z.tuple([address, address]),
});

const BOOK = z.strictObject({ coin: z.literal("BTC"), time: epochMs, levels: z.tuple([z.array(LEVEL).length(20), z.array(LEVEL).length(20)]) });

const SUMMARY = z.strictObject({ accountValue: decimal, totalMarginUsed: decimal, totalNtlPos: decimal, totalRawUsd: decimal });
export const ACCOUNT = z.strictObject({
  assetPositions: z.array(
    z.strictObject({
      type: z.literal("oneWay"),
      position: z.strictObject({
        coin: z.string(),
        cumFunding: z.strictObject({ allTime: decimal, sinceChange: decimal, sinceOpen: decimal }),
        entryPx: positive,
        leverage: z.discriminatedUnion("type", [
          z.strictObject({ type: z.literal("isolated"), value: z.number().positive(), rawUsd: decimal }),
          z.strictObject({ type: z.literal("cross"), value: z.number().positive() }),
        ]),
        liquidationPx: z.union([positive, z.null()]),
        marginUsed: decimal,
        maxLeverage: z.number().positive(),
        positionValue: positive,
        returnOnEquity: decimal,
        szi: decimal,
        unrealizedPnl: decimal,
      }),
    }),
  ),
  crossMaintenanceMarginUsed: decimal,
  crossMarginSummary: SUMMARY,
  marginSummary: SUMMARY,
  time: epochMs,
  withdrawable: decimal,
});

export const FILL = z.looseObject({
  closedPnl: decimal,
  coin: z.literal("BTC"),
  crossed: z.boolean(),
  dir: z.string(),
  hash,
  oid: id,
  px: positive,
  side: z.enum(["A", "B"]),
  startPosition: decimal,
  sz: positive,
  time: epochMs,
  fee: decimal,
  feeToken: z.literal("USDC"),
  tid: id,
  liquidation: z.strictObject({ liquidatedUser: address, markPx: positive, method: z.enum(["market", "backstop"]) }).optional(),
});

export const INFO_SCHEMAS: readonly (readonly [name: string, body: object, schema: z.ZodType])[] = [
  ["meta", { type: "meta" }, META],
  ["metaAndAssetCtxs", { type: "metaAndAssetCtxs" }, z.tuple([META, z.array(CONTEXT).min(1)])],
  ["allMids", { type: "allMids" }, z.record(z.string(), positive)],
  ["l2Book", { type: "l2Book", coin: "BTC" }, BOOK],
  ["l2Book to 4 figures", { type: "l2Book", coin: "BTC", nSigFigs: 4 }, BOOK.extend({ levels: z.tuple([z.array(LEVEL).min(5), z.array(LEVEL).min(5)]) })],
  ["recentTrades", { type: "recentTrades", coin: "BTC" }, z.array(TRADE).min(10)],
  [
    "candleSnapshot",
    { type: "candleSnapshot", req: { coin: "BTC", interval: "1m", startTime: Date.UTC(2026, 0, 2), endTime: Date.UTC(2026, 0, 2, 1) - 1 } },
    z.array(CANDLE).length(60),
  ],
  [
    "fundingHistory",
    { type: "fundingHistory", coin: "BTC", startTime: Date.UTC(2026, 0, 2, 0, 30) },
    z.array(z.strictObject({ coin: z.literal("BTC"), fundingRate: decimal, premium: decimal, time: epochMs })).length(25),
  ],
];

const told = <Data extends z.ZodType>(channel: string, data: Data) => z.strictObject({ channel: z.literal(channel), data });
export const STREAM_SCHEMAS: readonly (readonly [subscription: Readonly<Record<string, unknown>> & { readonly type: string }, schema: z.ZodType])[] = [
  [{ type: "trades", coin: "BTC" }, told("trades", z.array(TRADE).min(1))],
  [{ type: "l2Book", coin: "BTC" }, told("l2Book", BOOK)],
  [{ type: "bbo", coin: "BTC" }, told("bbo", z.strictObject({ coin: z.literal("BTC"), time: epochMs, bbo: z.tuple([LEVEL, LEVEL]) }))],
  [{ type: "candle", coin: "BTC", interval: "1m" }, told("candle", CANDLE)],
  [{ type: "activeAssetCtx", coin: "BTC" }, told("activeAssetCtx", z.strictObject({ coin: z.literal("BTC"), ctx: CONTEXT }))],
  [{ type: "allMids" }, told("allMids", z.strictObject({ mids: z.record(z.string(), positive) }))],
  [{ type: "allDexsAssetCtxs" }, told("allDexsAssetCtxs", z.strictObject({ ctxs: z.array(z.tuple([z.string(), z.array(CONTEXT).min(1)])) }))],
  [{ type: "fastAssetCtxs" }, told("fastAssetCtxs", z.base64())],
];
