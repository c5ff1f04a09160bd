import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { StoredEvent } from "#storage/store.ts";
import { readAll, type TreeContent, writeTree, zipOf } from "./history-tree.conformance.ts";
import { coinOfSymbol } from "./dump-instrument.ts";
import { listHistories, openHistory } from "./open-history.ts";

const T = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const UM = "data/futures/um";
const KLINES_HEADER = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";
const METRICS_HEADER =
  "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio";
const TRADES_HEADER = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker";
const LIQUIDATIONS_HEADER =
  "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity";

const kline = (time: number, open = 100.1): string => `${time},${open},111.0,90.20,105.0,7,${time + 59_999},700,12,3,300,0`;
const dayKlines = (day: number, rows = [kline(T + day * 86_400_000)]): TreeContent => ({
  [`${UM}/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01-0${day + 1}.csv`]: [KLINES_HEADER, ...rows].join("\n"),
});
const metrics = (...rows: readonly string[]): string => [METRICS_HEADER, ...rows].join("\n");

const tree: TreeContent = {
  ...dayKlines(0),
  [`${UM}/daily/metrics/BTCUSDT/BTCUSDT-metrics-2024-01-01.csv`]: metrics(
    "2024-01-01 00:05:00,BTCUSDT,81000.5,8e9,1,1,1.75,1",
    "2024-01-01 00:10:00,BTCUSDT,81001,8e9,1,1,,1",
  ),
  [`${UM}/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-01.csv`]: `calc_time,funding_interval_hours,last_funding_rate\n${T + 2},8,0.0003`,
  [`${UM}/daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-01-01.csv`]: `${KLINES_HEADER}\n${T},101,111,91,106,0,${T + 59_999},0,60,0,0,0`,
  [`${UM}/daily/liquidationSnapshot/BTCUSDT/BTCUSDT-liquidationSnapshot-2024-01-01.csv`]: [
    LIQUIDATIONS_HEADER,
    `${T + 5},SELL,LIMIT,IOC,0.5,98.5,99,FILLED,0.1,0.5`,
    `${T + 6},BUY,LIMIT,IOC,0.25,101.5,101,FILLED,0.25,0.25`,
    `${T + 5 + 2},BUY,LIMIT,IOC,0.25,101.5,0,NEW,0,0`,
  ].join("\n"),
};

const eventsIn = async (content: TreeContent, below = ""): Promise<readonly StoredEvent[]> =>
  readAll((await openHistory(join(await writeTree(content), below))).events());

describe("a dump tree", () => {
  test("gives every kind of event with its values", async () => {
    const id = "binance:BTCUSDT";
    const bar = { instrument: id, openTime: T, intervalMs: MINUTE, closed: true };
    expect(await eventsIn(tree)).toEqual([
      { kind: "funding", instrument: id, time: T + 2, rate: 0.0003 },
      { kind: "liquidation", instrument: id, time: T + 5, positionSide: "long", price: 99, size: 0.5, orderPrice: 98.5 },
      { kind: "liquidation", instrument: id, time: T + 6, positionSide: "short", price: 101, size: 0.25, orderPrice: 101.5 },
      { kind: "candle", price: "mark", ...bar, open: 101, high: 111, low: 91, close: 106 },
      { kind: "candle", price: "last", ...bar, open: 100.1, high: 111, low: 90.2, close: 105, volume: 7, takerBuyVolume: 3 },
      { kind: "open-interest", instrument: id, time: T + 5 * MINUTE, openInterest: 81_000.5 },
      { kind: "ratio", instrument: id, time: T + 5 * MINUTE, ratio: 1.75 },
      { kind: "open-interest", instrument: id, time: T + 10 * MINUTE, openInterest: 81_001 },
    ]);
  });

  test.each(["data", "data/futures", UM, `${UM}/daily`])("is found from %s", async (below) => expect((await eventsIn(tree, below)).length).toBeGreaterThan(4));

  test.each([`${UM}/daily/klines`, `${UM}/daily/klines/BTCUSDT`, `${UM}/daily/klines/BTCUSDT/1m`])("is found from %s, candles alone", async (below) =>
    expect(await eventsIn(tree, below)).toHaveLength(1),
  );

  test("without headers, gzipped or zipped is the same", async () => {
    const bare = Object.entries(tree).map(([name, text]) => [name, String(text).split("\n").slice(1).join("\n")] as const);
    const expected = await eventsIn(tree);
    expect(await eventsIn(Object.fromEntries(bare))).toEqual(expected);
    expect(await eventsIn(Object.fromEntries(bare.map(([name, text]) => [`${name}.gz`, gzipSync(text)])))).toEqual(expected);
    const zipped = bare.map(async ([name, text]) => [name.replace(/csv$/, "zip"), await zipOf({ [name.split("/").at(-1)!]: text })] as const);
    expect(await eventsIn(Object.fromEntries(await Promise.all(zipped)))).toEqual(expected);
    expect(await eventsIn({ "all.zip": await zipOf(Object.fromEntries(bare)) })).toEqual(expected);
  });

  test("describes the instrument: the tick is of the decimals seen, trailing zeros aside", async () => {
    const { instrument, layout, hasOpenInterest } = await openHistory(await writeTree(tree));
    expect({ layout, hasOpenInterest }).toEqual({ layout: "binance-dumps", hasOpenInterest: true });
    expect(instrument).toEqual({
      exchange: "binance",
      symbol: "BTCUSDT",
      coin: "BTC",
      contract: "linear",
      contractSize: 1,
      tickSize: 0.1,
      marginModel: "binance-usdm",
      liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" },
    });
  });

  test("passes over spot, coin-margined and other files", async () => {
    const others = Object.fromEntries(["spot", "futures/cm"].map((market) => [`data/${market}/daily/klines/ETHUSDT/1m/ETHUSDT-1m-2024-01-01.csv`, "x"]));
    expect(await listHistories(await writeTree({ ...tree, ...others, "truth/levels.csv": "x", "notes.csv": "x" }))).toHaveLength(1);
  });

  test("holding candles of two symbols needs a name", async () => {
    const folder = await writeTree({ ...tree, [`${UM}/daily/klines/ETHUSDT/1m/ETHUSDT-1m-2024-01-01.csv`]: kline(T) });
    await expect(openHistory(folder)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(/binance:BTCUSDT .*binance:ETHUSDT/) });
    expect((await openHistory(folder, { symbol: "ETHUSDT" })).instrument.coin).toBe("ETH");
  });

  test("holding candles of one symbol chooses it, whatever else there is of others", async () => {
    const { instrument } = await openHistory(await writeTree({ ...tree, [`${UM}/daily/metrics/ETHUSDT/ETHUSDT-metrics-2024-01-01.csv`]: metrics() }));
    expect(instrument.symbol).toBe("BTCUSDT");
  });
});

describe("files of one kind", () => {
  const monthly = { [`${UM}/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01.csv`]: [0, 1, 2].map((day) => kline(T + day * 86_400_000)).join("\n") };

  test("follow each other in time, whatever order they are found in", async () => {
    const february = { [`${UM}/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-02.csv`]: kline(Date.UTC(2024, 1, 1)) };
    const times = (await eventsIn({ ...february, ...dayKlines(2), ...dayKlines(0), ...dayKlines(1) })).map((event) => (event as { openTime: number }).openTime);
    expect(times).toEqual([T, T + 86_400_000, T + 2 * 86_400_000, Date.UTC(2024, 1, 1)]);
  });

  test("drop a day that the month has too, and count it", async () => {
    const history = await openHistory(await writeTree({ ...monthly, ...dayKlines(1) }));
    expect(await readAll(history.events())).toHaveLength(3);
    expect(history.report().identical.candle).toBe(1);
  });

  test("fill what the month lacks from a day", async () => {
    const extra = dayKlines(1, [kline(T + 86_400_000), kline(T + 86_400_000 + MINUTE)]);
    expect(await eventsIn({ ...monthly, ...extra })).toHaveLength(4);
  });

  test("are refused when a day contradicts the month, naming both places", async () => {
    const contradiction = dayKlines(1, [kline(T + 86_400_000, 100.2)]);
    await expect(eventsIn({ ...monthly, ...contradiction })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/2024-01(-02)?\.csv line 2: .*differs.*2024-01(-02)?\.csv line 2/),
    });
  });

  test("of several intervals are read from the finest", async () => {
    const history = await openHistory(
      await writeTree({
        ...monthly,
        [`${UM}/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-01.csv`]: "x",
        [`${UM}/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-01.csv`]: "x",
      }),
    );
    expect(history.stepMs).toBe(MINUTE);
    expect(history.report().notes).toEqual(["There are klines of 1m, 1h: the finest, 1m, are read."]);
  });
});

const day = (date: string, ...rows: readonly string[]): TreeContent => ({
  [`${UM}/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-${date}.csv`]: [TRADES_HEADER, ...rows].join("\n"),
});
const trade = (time: number, price: number, { size = 1, maker = "false" } = {}): string => `1,${price},${size},1,1,${time},${maker}`;

describe("aggTrades without klines", () => {
  const bar = { kind: "candle", instrument: "binance:BTCUSDT", price: "last", intervalMs: MINUTE, closed: true };

  test("become 1-minute candles with the taker split; a minute without a trade repeats the price", async () => {
    const rows = [
      trade(T, 100),
      trade(T + 1, 98, { size: 2, maker: "true" }),
      trade(T + 59_999, 101, { size: 4 }),
      trade(T + 2 * MINUTE, 103, { size: 0.5, maker: "True" }),
    ];
    expect(await eventsIn(day("2024-01-01", ...rows))).toEqual([
      { ...bar, openTime: T, open: 100, high: 101, low: 98, close: 101, volume: 7, takerBuyVolume: 5 },
      { ...bar, openTime: T + MINUTE, open: 101, high: 101, low: 101, close: 101, volume: 0, takerBuyVolume: 0 },
      { ...bar, openTime: T + 2 * MINUTE, open: 103, high: 103, low: 103, close: 103, volume: 0.5, takerBuyVolume: 0 },
    ]);
  });

  test("carry on over midnight between days that follow each other, and leave a gap between others", async () => {
    const [second, fourth] = [T + 86_400_000, T + 3 * 86_400_000];
    const adjacent = { ...day("2024-01-01", trade(second - 2 * MINUTE, 100)), ...day("2024-01-02", trade(second, 101)) };
    const history = await openHistory(await writeTree({ ...adjacent, ...day("2024-01-04", trade(fourth, 102)) }));
    const opens = (await readAll(history.events())).map((event) => (event as { openTime: number }).openTime);
    expect(opens).toEqual([second - 2 * MINUTE, second - MINUTE, second, fourth]);
    expect(history.report().candleGaps).toEqual({ count: 1, totalMs: 2 * 86_400_000 - MINUTE });
  });

  test("are refused when time goes backwards or the maker flag is neither true nor false", async () => {
    await expect(eventsIn(day("2024-01-01", trade(T + 1, 100), trade(T, 100)))).rejects.toThrow(/2024-01-01\.csv line 3: time goes backwards/);
    await expect(eventsIn(day("2024-01-01", trade(T, 100, { maker: "maybe" })))).rejects.toThrow(/line 2: is_buyer_maker must be true or false, not "maybe"/);
  });

  test("are not read beside klines", async () => {
    const history = await openHistory(await writeTree({ ...dayKlines(0), ...day("2024-01-01", "not read") }));
    expect(await readAll(history.events())).toHaveLength(1);
    expect(history.report().notes).toEqual(["There are klines: aggTrades are not read."]);
  });
});

describe("the coin of a symbol", () => {
  test.each([
    ["BTCUSDT", "BTC", 1],
    ["ETHUSDC", "ETH", 1],
    ["BNBBUSD", "BNB", 1],
    ["1000PEPEUSDT", "PEPE", 1_000],
    ["1000000MOGUSDT", "MOG", 1_000_000],
    ["1MBABYDOGEUSDT", "BABYDOGE", 1_000_000],
    ["1INCHUSDT", "1INCH", 1],
    ["BTCUSDT_240628", "BTC", 1],
  ])("%s is %s x %d", (symbol, coin, priceMultiplier) => expect(coinOfSymbol(symbol)).toEqual({ coin, priceMultiplier }));

  test("that is not quoted in dollars is refused", () => expect(() => coinOfSymbol("ETHBTC")).toThrow(/ETHBTC.*USDT, USDC or BUSD/));
});
