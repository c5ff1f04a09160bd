/** Frames as Bitget documents them (API of the unified account, 2026), for tests to send. Fields that we do not read are there too. */
type Overrides = Readonly<Record<string, unknown>>;

interface Push {
  readonly time: number;
  readonly instType?: string;
  readonly action?: "snapshot" | "update";
}

const push = (topic: string, symbol: string | undefined, { time, instType = "usdt-futures", action = "snapshot" }: Push, data: readonly object[]) => ({
  action,
  arg: { instType, topic, ...(symbol === undefined ? {} : { symbol }), ...(topic === "kline" ? { interval: "1m" } : {}) },
  data,
  ts: time + 3,
});

export const publicTrade = (symbol: string, { rows = [{}], ...at }: Push & { rows?: readonly Overrides[] }) =>
  push(
    "publicTrade",
    symbol,
    { action: "update", ...at },
    rows.map((row, i) => ({
      i: `1485683898${at.time}${i}`,
      p: "60000.1",
      v: "0.25",
      S: "buy",
      T: String(at.time),
      L: `1485683899${at.time}${i}`,
      isRPI: "no",
      ...row,
    })),
  );

export const ticker = (symbol: string, { row, ...at }: Push & { row?: Overrides }) =>
  push("ticker", symbol, at, [
    {
      highPrice24h: "61470",
      lowPrice24h: "59092.4",
      openPrice24h: "60003.7",
      lastPrice: "60000.1",
      turnover24h: "1682569476.10781",
      volume24h: "20843.3982",
      bid1Price: "60000",
      ask1Price: "60000.1",
      bid1Size: "0.3743",
      ask1Size: "1.4785",
      price24hPcnt: "-0.00238",
      indexPrice: "60000.75",
      markPrice: "60001.5",
      fundingRate: "0.0001",
      openInterest: "32117.3964999999767",
      deliveryTime: "",
      deliveryStartTime: "",
      deliveryStatus: "",
      nextFundingTime: "1800000000000",
      ...row,
    },
  ]);

export const kline = (symbol: string, { openTimes, row, ...at }: Push & { openTimes: readonly number[]; row?: Overrides }) =>
  push(
    "kline",
    symbol,
    at,
    openTimes.map((start) => ({
      start: String(start),
      open: "60000",
      close: "60010",
      high: "60020",
      low: "59990",
      volume: "12.5",
      turnover: "750000",
      ...row,
    })),
  );

/** `amount` is in quote coin. */
export const liquidation = (rows: readonly Overrides[], at: Push) =>
  push(
    "liquidation",
    undefined,
    { action: "update", ...at },
    rows.map((row) => ({ symbol: "BTCUSDT", side: "buy", price: "59700.3", amount: "835.8042", ts: String(at.time), ...row })),
  );

export const books = (symbol: string, { seq, pseq, row, ...at }: Push & { seq: number | string; pseq?: number | string; row?: Overrides }) =>
  push("books", symbol, { action: pseq === undefined ? "snapshot" : "update", ...at }, [
    {
      b: [
        ["59999.9", "1.5"],
        ["59990", "0"],
      ],
      a: [["60000.1", "2"]],
      checksum: 0,
      seq,
      pseq: pseq ?? 0,
      maxdepth: "1000",
      ts: String(at.time),
      ...row,
    },
  ]);

export const subscribed = (arg: object) => ({ event: "subscribe", arg, connId: "7f2c" });
export const refused = (arg: object, msg: string) => ({ event: "error", arg, code: 30001, msg });
