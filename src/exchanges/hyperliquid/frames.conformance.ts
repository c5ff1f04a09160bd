/** Frames as Hyperliquid documents them (August 2026), for tests to send. Fields that we do not read are there too. */
type Overrides = Readonly<Record<string, unknown>>;

export const BUYER = "0x00000000000000000000000000000000000000b1";
export const SELLER = "0x00000000000000000000000000000000000000a1";

export const trade = (coin: string, { tid, time, ...rest }: { tid: number; time: number } & Overrides) => ({
  coin,
  side: "A",
  px: "60000.0",
  sz: "0.25",
  hash: "0x292f4dcc51901beb2aa904426dff020202cf00b1ec933abdccf7f91f1093f5d5",
  time,
  tid,
  users: [BUYER, SELLER],
  ...rest,
});

export const trades = (...data: readonly object[]) => ({ channel: "trades", data });

export const l2Book = (coin: string, { time, ...rest }: { time: number } & Overrides) => ({
  channel: "l2Book",
  data: {
    coin,
    time,
    levels: [
      [
        { px: "59999.0", sz: "1.5", n: 3 },
        { px: "59998.0", sz: "0.2", n: 1 },
      ],
      [{ px: "60001.0", sz: "2.0", n: 5 }],
    ],
    ...rest,
  },
});

export const activeAssetCtx = (coin: string, rest: Overrides = {}) => ({
  channel: "activeAssetCtx",
  data: {
    coin,
    ctx: {
      funding: "-0.0000125",
      openInterest: "31200.5",
      prevDayPx: "59000.0",
      dayNtlVlm: "2500000000.0",
      premium: "0.0003",
      oraclePx: "60002.0",
      markPx: "60003.0",
      midPx: "60000.5",
      impactPxs: ["59999.0", "60001.0"],
      ...rest,
    },
  },
});

export const candle = (coin: string, { openTime, trades: n, ...rest }: { openTime: number; trades: number } & Overrides) => ({
  channel: "candle",
  data: { t: openTime, T: openTime + 59_999, s: coin, i: "1m", o: "60000.0", c: "60010.0", h: "60020.0", l: "59990.0", v: "12.5", n, ...rest },
});

export const agreed = (type: string, coin: string) => ({
  channel: "subscriptionResponse",
  data: { method: "subscribe", subscription: { type, coin, nSigFigs: null, mantissa: null } },
});

export const meta = () => ({
  universe: [
    { name: "BTC", szDecimals: 5, maxLeverage: 40, marginTableId: 56 },
    { name: "ETH", szDecimals: 4, maxLeverage: 25, marginTableId: 25 },
    { name: "kPEPE", szDecimals: 0, maxLeverage: 10, marginTableId: 52 },
    { name: "LOOM", szDecimals: 1, maxLeverage: 3, marginTableId: 3, isDelisted: true, onlyIsolated: true },
  ],
  marginTables: [
    [
      52,
      {
        description: "tiered 10x",
        marginTiers: [
          { lowerBound: "0.0", maxLeverage: 10 },
          { lowerBound: "3000000.0", maxLeverage: 5 },
        ],
      },
    ],
    [
      56,
      {
        description: "tiered 40x",
        marginTiers: [
          { lowerBound: "0.0", maxLeverage: 40 },
          { lowerBound: "150000000.0", maxLeverage: 20 },
        ],
      },
    ],
  ],
  collateralToken: 0,
});

const MARKS = ["60003.0", "2345.67", "0.0123456", "0.05"];
export const contexts = () => MARKS.map((markPx) => ({ ...activeAssetCtx("").data.ctx, markPx }));

export interface Holding {
  readonly coin: string;
  /** Signed. */
  readonly szi: number;
  readonly mark: number;
  readonly liquidationPx: number | null;
  /** Default: the mark. */
  readonly entry?: number;
  readonly maxLeverage?: number;
  readonly marginUsed?: number;
  readonly type?: "cross" | "isolated";
}

/** An account as `clearinghouseState` tells it. */
export const accountState = ({ time, accountValue, holdings }: { time: number; accountValue: number; holdings: readonly Holding[] }) => {
  const notional = holdings.reduce((sum, { szi, mark }) => sum + Math.abs(szi) * mark, 0);
  const summary = { accountValue: String(accountValue), totalNtlPos: String(notional), totalRawUsd: "0.0", totalMarginUsed: "0.0" };
  return {
    marginSummary: summary,
    crossMarginSummary: summary,
    crossMaintenanceMarginUsed: "0.0",
    withdrawable: "0.0",
    assetPositions: holdings.map(({ coin, szi, mark, liquidationPx, entry = mark, maxLeverage = 40, marginUsed = 0, type = "cross" }) => ({
      type: "oneWay",
      position: {
        coin,
        szi: String(szi),
        leverage: type === "cross" ? { type, value: 20 } : { type, value: 20, rawUsd: "-95.059824" },
        entryPx: String(entry),
        positionValue: String(Math.abs(szi) * mark),
        unrealizedPnl: "0.0",
        returnOnEquity: "0.0",
        liquidationPx: liquidationPx === null ? null : String(liquidationPx),
        marginUsed: String(marginUsed),
        maxLeverage,
        cumFunding: { allTime: "0.0", sinceOpen: "0.0", sinceChange: "0.0" },
      },
    })),
    time,
  };
};
