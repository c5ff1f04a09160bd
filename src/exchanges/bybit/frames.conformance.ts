/** Frames as Bybit documents them (July 2026), for tests to send. Fields that we do not read are there too. */
type Overrides = Readonly<Record<string, unknown>>;

export const publicTrade = (symbol: string, { time, rows = [{}] }: { time: number; rows?: readonly Overrides[] }) => ({
  topic: `publicTrade.${symbol}`,
  type: "snapshot",
  ts: time + 3,
  data: rows.map((row, i) => ({
    T: time,
    s: symbol,
    S: "Buy",
    v: "0.250",
    p: "60000.10",
    L: "PlusTick",
    i: `20f43950-d8dd-5b31-9112-${time}${i}`,
    BT: false,
    RPI: false,
    seq: 1_783_284_617,
    ...row,
  })),
});

export const ticker = (symbol: string, { time, type = "snapshot", data }: { time: number; type?: "snapshot" | "delta"; data?: Overrides }) => ({
  topic: `tickers.${symbol}`,
  type,
  cs: time,
  ts: time,
  data: { symbol, ...(data ?? wholeTicker) },
});

const wholeTicker = {
  tickDirection: "PlusTick",
  price24hPcnt: "0.017103",
  lastPrice: "60000.10",
  markPrice: "60001.50",
  indexPrice: "60000.75",
  openInterest: "492373.72",
  openInterestValue: "29543123456.00",
  singleOpenInterest: "246186.86",
  singleOpenInterestValue: "14771561728.00",
  nextFundingTime: "1800000000000",
  fundingRate: "0.0001",
  bid1Price: "60000.00",
  bid1Size: "84.489",
  ask1Price: "60000.10",
  ask1Size: "83.020",
};

export const kline = (symbol: string, { time, openTime, closed, ...rest }: { time: number; openTime: number; closed: boolean } & Overrides) => ({
  topic: `kline.1.${symbol}`,
  type: "snapshot",
  ts: time,
  data: [
    {
      start: openTime,
      end: openTime + 59_999,
      interval: "1",
      open: "60000.0",
      close: "60010.0",
      high: "60020.0",
      low: "59990.0",
      volume: "12.5",
      turnover: "750000.0",
      confirm: closed,
      timestamp: time - 1,
      ...rest,
    },
  ],
});

export const allLiquidation = (symbol: string, { time, rows = [{}] }: { time: number; rows?: readonly Overrides[] }) => ({
  topic: `allLiquidation.${symbol}`,
  type: "snapshot",
  ts: time + 275,
  data: rows.map((row) => ({ T: time, s: symbol, S: "Buy", v: "0.014", p: "59700.0", ...row })),
});

export const orderbook = (
  symbol: string,
  { time, update, type = "delta", ...rest }: { time: number; update: number; type?: "snapshot" | "delta" } & Overrides,
) => ({
  topic: `orderbook.1000.${symbol}`,
  type,
  ts: time + 4,
  cts: time,
  data: {
    s: symbol,
    b: [
      ["59999.9", "1.500"],
      ["59990.0", "0"],
    ],
    a: [["60000.1", "2.000"]],
    u: update,
    seq: 7_961_638_724,
    ...rest,
  },
});

export const subscribed = { success: true, ret_msg: "", conn_id: "2324d924-aa4d-45b0-a858-7b8be29ab52b", req_id: "1", op: "subscribe" };
export const pong = { success: true, ret_msg: "pong", conn_id: "0970e817-426e-429a-a679-ff7f55e0b16a", op: "ping" };
