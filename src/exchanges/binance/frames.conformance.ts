/** Frames as Binance documents them (May 2026), for tests to send. Fields that we do not read are there too. */
export const combined = (stream: string, data: object) => ({ stream, data });

type Overrides = Readonly<Record<string, unknown>>;

export const aggTrade = (symbol: string, { id, time, ...rest }: { id: number; time: number } & Overrides) => ({
  e: "aggTrade",
  E: time + 3,
  s: symbol,
  a: id,
  p: "60000.10",
  q: "0.250",
  nq: "0.250",
  f: id * 2,
  l: id * 2 + 1,
  T: time,
  m: true,
  ...rest,
});

export const markPrice = (symbol: string, { time, ...rest }: { time: number } & Overrides) => ({
  e: "markPriceUpdate",
  E: time,
  s: symbol,
  p: "60001.50000000",
  ap: "60001.40",
  i: "60000.75000000",
  P: "60002.00",
  r: "0.00010000",
  T: 1_800_000_000_000,
  ...rest,
});

export const kline = (symbol: string, { time, openTime, closed, ...rest }: { time: number; openTime: number; closed: boolean } & Overrides) => ({
  e: "kline",
  E: time,
  s: symbol,
  k: {
    t: openTime,
    T: openTime + 59_999,
    s: symbol,
    i: "1m",
    f: 100,
    L: 200,
    o: "60000.0",
    c: "60010.0",
    h: "60020.0",
    l: "59990.0",
    v: "12.5",
    n: 100,
    x: closed,
    q: "750000.0",
    V: "7.5",
    Q: "450000.0",
    B: "0",
    ...rest,
  },
});

export const forceOrder = (symbol: string, { time, ...rest }: { time: number } & Overrides) => ({
  e: "forceOrder",
  E: time + 1,
  o: { s: symbol, S: "SELL", o: "LIMIT", f: "IOC", q: "0.014", p: "59700.0", ap: "59940.0", X: "FILLED", l: "0.010", z: "0.014", T: time, ...rest },
});

export const depthUpdate = (
  symbol: string,
  { time, first, last, previous, ...rest }: { time: number; first: number; last: number; previous: number } & Overrides,
) => ({
  e: "depthUpdate",
  E: time + 4,
  T: time,
  s: symbol,
  U: first,
  u: last,
  pu: previous,
  b: [
    ["59999.9", "1.500"],
    ["59990.0", "0.000"],
  ],
  a: [["60000.1", "2.000"]],
  ...rest,
});
