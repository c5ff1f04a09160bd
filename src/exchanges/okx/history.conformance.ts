import type { LoopbackRequest, Respond } from "#exchanges/connection/loopback-server.conformance.ts";

const MINUTE = 60_000;

/** Whatever OKX answers over REST, as it documents it: newest first, both ends of a span left out. */
export function answersOf({ now, listedAt }: { now: number; listedAt: number }): Record<string, Respond> {
  const rows = (row: (time: number) => unknown, rule: { stepMs: number; most: number; bounds: readonly [after: string, before: string] }): Respond => {
    return ({ query }) => ok(timesOf(query, { ...rule, first: listedAt, last: now }).map(row));
  };
  const bounds = ["after", "before"] as const;
  const span = ["end", "begin"] as const;
  const closed = (time: number): string => (time + MINUTE <= now ? "1" : "0");
  const bar = (time: number): string[] => [String(time), "60000.0", "60020.0", "59990.0", "60010.0"];
  const candles = (most: number) => rows((time) => [...bar(time), "1250", "12.5", "750000.0", closed(time)], { stepMs: MINUTE, most, bounds });
  return {
    "/api/v5/public/time": () => ok([{ ts: String(now) }]),
    "/api/v5/public/instruments": ({ query }) =>
      ok(listings(listedAt).filter(({ instType, instId }) => instType === query.get("instType") && [null, instId].includes(query.get("instId")))),
    "/api/v5/market/history-candles": candles(300),
    "/api/v5/market/candles": candles(300),
    "/api/v5/market/history-mark-price-candles": rows((time) => [...bar(time), closed(time)], { stepMs: MINUTE, most: 300, bounds }),
    "/api/v5/rubik/stat/contracts/open-interest-history": statistic((time) => [String(time), "2906566.84", "29065.6684", "2434932771.707"]),
    "/api/v5/rubik/stat/contracts/long-short-account-ratio-contract": statistic((time) => [String(time), "1.1739"]),
    "/api/v5/public/funding-rate-history": rows(
      (time) => ({
        instType: "SWAP",
        instId: "BTC-USDT-SWAP",
        fundingRate: "0.0001515",
        realizedRate: "-0.0001",
        fundingTime: String(time),
        method: "current_period",
      }),
      { stepMs: 480 * MINUTE, most: 400, bounds },
    ),
    "/api/v5/public/mark-price": ({ query }) =>
      ok(
        listings(listedAt)
          .filter(({ instType }) => instType === query.get("instType"))
          .map(({ instId, instType }) => ({ instType, instId, markPx: "60000", ts: String(now) })),
      ),
  };

  /** 1,440 points are kept of each period. */
  function statistic(row: (time: number) => unknown): Respond {
    return (request) => {
      const stepMs = PERIODS[request.query.get("period") ?? "5m"];
      return rows(row, { stepMs, most: 100, bounds: span })(keptOnly(request, now - 1_440 * stepMs));
    };
  }
}

export const ok = (data: unknown) => ({ body: { code: "0", msg: "", data } });

export const tradeRow = (tradeId: number, time: number) => ({
  instId: "BTC-USDT-SWAP",
  side: "sell",
  sz: "25",
  source: "0",
  px: "60000.1",
  tradeId: String(tradeId),
  ts: String(time),
});

const PERIODS: Readonly<Record<string, number>> = { "5m": 5 * MINUTE, "15m": 15 * MINUTE, "1H": 60 * MINUTE };

interface TimeRule {
  readonly stepMs: number;
  readonly most: number;
  readonly bounds: readonly [after: string, before: string];
  readonly first: number;
  readonly last: number;
}

function timesOf(query: URLSearchParams, { stepMs, most, bounds: [after, before], first, last }: TimeRule): number[] {
  const low = Math.max(Number(query.get(before) ?? 0) + 1, first);
  const high = Math.min(Number(query.get(after) ?? Infinity) - 1, last);
  const newest = Math.floor(high / stepMs) * stepMs;
  const count = Math.floor((newest - low) / stepMs) + 1;
  return Array.from({ length: Math.max(0, Math.min(count, most, Number(query.get("limit") ?? 100))) }, (_, i) => newest - i * stepMs);
}

function keptOnly(request: LoopbackRequest, oldest: number): LoopbackRequest {
  const query = new URLSearchParams(request.query);
  query.set("begin", String(Math.max(Number(query.get("begin")), oldest)));
  return { ...request, query };
}

const listing = (instId: string, listTime: number, overrides: Readonly<Record<string, unknown>> = {}) => {
  const [coin, quote, term] = instId.split("-");
  const inverse = quote === "USD";
  return {
    alias: "",
    auctionEndTime: "",
    baseCcy: "",
    category: "1",
    ctMult: "1",
    ctType: inverse ? "inverse" : "linear",
    ctVal: inverse ? "100" : "0.01",
    ctValCcy: inverse ? "USD" : coin,
    expTime: term === "SWAP" ? "" : "1798185600000",
    instFamily: `${coin}-${quote}`,
    instId,
    instType: term === "SWAP" ? "SWAP" : "FUTURES",
    lever: "100",
    listTime: String(listTime),
    lotSz: "0.01",
    minSz: "0.01",
    optType: "",
    quoteCcy: "",
    ruleType: "normal",
    settleCcy: inverse ? coin : quote,
    state: "live",
    stk: "",
    tickSz: "0.1",
    uly: `${coin}-${quote}`,
    ...overrides,
  };
};

/** What is followed and, between it, what is not. */
export const listings = (listedAt: number) => [
  listing("BTC-USD-SWAP", listedAt, { ctVal: "100" }),
  listing("BTC-USDC-SWAP", listedAt),
  listing("BTC-USD_UM-SWAP", listedAt, { ctType: "linear", ctVal: "0.0001", ctValCcy: "BTC", settleCcy: "USDC" }),
  listing("BTC-USDT-SWAP", listedAt),
  listing("ETH-USDT-SWAP", listedAt, { ctVal: "0.1" }),
  listing("PEPE-USDT-SWAP", listedAt, { ctVal: "10000000", tickSz: "0.000000001" }),
  listing("GONE-USDT-SWAP", listedAt, { state: "suspend" }),
  listing("SOON-USDT-SWAP", listedAt, { ruleType: "pre_market" }),
  listing("ODD-USDT-SWAP", listedAt, { tickSz: "" }),
  listing("BTC-USDT-270326", listedAt, { expTime: "1806048000000", lever: "20" }),
  listing("BTC-USDT-261225", listedAt, { lever: "20" }),
  listing("BTC-USD-261225", listedAt, { lever: "20" }),
  listing("ETH-USD-261225", listedAt, { expTime: "" }),
  listing("OPT-USDT-261225-60-C", listedAt, { instType: "FUTURES", ctType: "", optType: "C", stk: "60" }),
  listing("BTC-USD-260925-60000-C", listedAt, { instType: "OPTION", ctType: "", optType: "C", stk: "60000" }),
];
