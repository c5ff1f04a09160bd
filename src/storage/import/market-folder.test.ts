import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { knownAt } from "#core/events.ts";
import type { StoredEvent } from "#storage/store.ts";
import { readAll, type TreeContent, writeTree, zipOf } from "./history-tree.conformance.ts";
import { reportWarnings } from "./import-report.ts";
import { listHistories, openHistory } from "./open-history.ts";

const T = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const ID = "binance:BTCUSDT";
const bar = (price: "last" | "mark") => ({ kind: "candle", instrument: ID, price, openTime: T, intervalMs: MINUTE, closed: true });
const instrument = { exchange: "binance", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "binance-usdm" };
const instrumentJson = JSON.stringify(instrument);
const candleRows = [`${T},100,110,90,105,7,3`, `${T + MINUTE},105,120,105,120,8,8`, `${T + 2 * MINUTE},120,121,119,119.5,9,0`];
const candles = ["open_time_ms,open,high,low,close,volume,taker_buy_volume", ...candleRows].join("\n");
const minimal: TreeContent = { "instrument.json": instrumentJson, "candles-1m.csv": candles };

async function eventsOf(content: TreeContent): Promise<readonly StoredEvent[]> {
  const history = await openHistory(await writeTree(content));
  return await readAll(history.events());
}
const valuesOf = async (content: TreeContent, kind: StoredEvent["kind"]): Promise<readonly StoredEvent[]> =>
  (await eventsOf(content)).filter((event) => event.kind === kind);

describe("a market folder", () => {
  const full: TreeContent = {
    ...minimal,
    "mark-1m.csv": `open_time_ms,open,high,low,close\n${T},101,111,91,106\n${T + MINUTE},106,121,106,121`,
    "open-interest.csv": `time_ms,open_interest\n${T + MINUTE},5000\n${T + 2 * MINUTE},5100.5`,
    "funding.csv": `time_ms,funding_rate\n${T},-0.0001`,
    "liquidations.csv": `time_ms,position_side,price,quantity,order_price\n${T + 30_000},long,99,0.5,98.5\n${T + 30_000},short,101,0.25,`,
    "liquidations-usd.csv": `time_ms,long_usd,short_usd,interval_ms\n${T},1000,0,${MINUTE}`,
    "long-short-ratio.csv": `time_ms,ratio\n${T + MINUTE},1.25`,
  };

  test("gives every kind of event with its values", async () => {
    const events = await eventsOf(full);
    expect(events).toContainEqual({
      ...bar("last"),
      open: 100,
      high: 110,
      low: 90,
      close: 105,
      volume: 7,
      takerBuyVolume: 3,
    });
    expect(events).toContainEqual({
      ...bar("mark"),
      open: 101,
      high: 111,
      low: 91,
      close: 106,
    });
    expect(events).toContainEqual({ kind: "open-interest", instrument: ID, time: T + 2 * MINUTE, openInterest: 5100.5 });
    expect(events).toContainEqual({ kind: "funding", instrument: ID, time: T, rate: -0.0001 });
    expect(events).toContainEqual({ kind: "liquidation", instrument: ID, time: T + 30_000, positionSide: "long", price: 99, size: 0.5, orderPrice: 98.5 });
    expect(events).toContainEqual({ kind: "liquidation", instrument: ID, time: T + 30_000, positionSide: "short", price: 101, size: 0.25 });
    expect(events).toContainEqual({ kind: "liquidation-sum", instrument: ID, openTime: T, intervalMs: MINUTE, longUsd: 1000, shortUsd: 0 });
    expect(events).toContainEqual({ kind: "ratio", instrument: ID, time: T + MINUTE, ratio: 1.25 });
    expect(events).toHaveLength(12);
  });

  test("gives them as they became known, traded-price candles last", async () => {
    const events = await eventsOf(full);
    const known = events.map(knownAt);
    expect(known).toEqual(known.toSorted((a, b) => a - b));
    const lastOfMinute = events.findLastIndex((event) => knownAt(event) === T + MINUTE);
    expect(events[lastOfMinute]).toMatchObject({ kind: "candle", price: "last", openTime: T });
    expect(events[lastOfMinute - 1]).toMatchObject({ kind: "candle", price: "mark", openTime: T });
  });

  test("is described before it is read and reported after", async () => {
    const history = await openHistory(await writeTree(full));
    expect(history).toMatchObject({ instrument, stepMs: MINUTE, layout: "market-folder", hasOpenInterest: true });
    expect(history.files.map(({ kind }) => kind).sort()).toEqual(
      ["candles", "mark-candles", "open-interest", "funding", "liquidations", "liquidations-usd", "long-short-ratio"].sort(),
    );
    await readAll(history.events());
    expect(history.report()).toMatchObject({
      rows: { candle: 3, "mark-candle": 2, "open-interest": 2, funding: 1, liquidation: 2, "liquidation-sum": 1, ratio: 1 },
      candleGaps: { count: 0, totalMs: 0 },
      missing: [],
      firstTime: T,
      lastTime: T + 3 * MINUTE,
    });
  });

  test("with candles alone says what is missing", async () => {
    const history = await openHistory(await writeTree(minimal));
    expect(history.hasOpenInterest).toBe(false);
    await readAll(history.events());
    expect(history.report().missing).toEqual(["open-interest", "mark", "funding", "liquidations", "ratio"]);
  });
});

describe("the same candles", () => {
  const columns = candleRows.map((row) => row.split(","));
  const pick = (order: readonly number[]): string => columns.map((cells) => order.map((index) => cells[index]).join(",")).join("\n");
  const variants: Record<string, () => Promise<TreeContent> | TreeContent> = {
    "without a header": () => ({ "candles-1m.csv": candleRows.join("\n") }),
    "with columns in another order": () => ({ "candles-1m.csv": `close,low,high,open,taker_buy_volume,open_time_ms,volume\n${pick([4, 3, 2, 1, 6, 0, 5])}` }),
    "with a column of another kind": () => ({ "candles-1m.csv": `${candles.replaceAll("\n", ",x\n")},x`.replace("volume,x", "volume,venue") }),
    "with Windows line ends, blank lines and a byte order mark": () => ({ "candles-1m.csv": `\uFEFF${candles.replaceAll("\n", "\r\n\r\n")}\r\n` }),
    "in microseconds": () => ({ "candles-1m.csv": candles.replaceAll(/\n(\d+)/g, "\n$1000") }),
    gzipped: () => ({ "candles-1m.csv.gz": gzipSync(candles) }),
    zipped: async () => ({ "candles-1m.zip": await zipOf({ "candles-1m.csv": candles }) }),
    "with everything in one zip": async () => ({
      "all.zip": await zipOf({ "candles-1m.csv": candles, "notes.txt": "not a table", "__MACOSX/candles-1m.csv": "" }),
    }),
  };
  test.each(Object.keys(variants))("%s", async (name) => {
    const content = { "instrument.json": instrumentJson, ...(await variants[name]()) };
    expect(await eventsOf(content)).toEqual(await eventsOf(minimal));
  });
});

const rowWith = (volume: string) => `${T},100,110,90,105${volume}`;
const volumeOf = async (text: string) => (await eventsOf({ ...minimal, "candles-1m.csv": text }))[0];

describe("candles", () => {
  test("without volume, or with empty volume, leave it unknown; zero is a value", async () => {
    expect(await volumeOf(`open_time_ms,open,high,low,close\n${rowWith("")}`)).not.toHaveProperty("volume");
    expect(await volumeOf(`open_time_ms,open,high,low,close,volume\n${rowWith(",")}`)).not.toHaveProperty("volume");
    expect(await volumeOf(`open_time_ms,open,high,low,close,volume\n${rowWith(",0")}`)).toHaveProperty("volume", 0);
  });

  test.each([
    ["1m", 60_000],
    ["5m", 300_000],
    ["15m", 900_000],
    ["30m", 1_800_000],
    ["1h", 3_600_000],
  ])("of %s have their interval", async (name, intervalMs) => {
    const history = await openHistory(
      await writeTree({ "instrument.json": instrumentJson, [`candles-${name}.csv`]: `open_time_ms,open,high,low,close,volume\n${T},1,1,1,1,1` }),
    );
    expect(history.stepMs).toBe(intervalMs);
    expect(await readAll(history.events())).toMatchObject([{ intervalMs }]);
  });

  test("of several intervals are read from the finest, which is said", async () => {
    const history = await openHistory(await writeTree({ ...minimal, "candles-1h.csv": `open_time_ms,open,high,low,close,volume\n${T},1,2,1,2,1` }));
    await readAll(history.events());
    expect(history).toMatchObject({ stepMs: MINUTE });
    expect(reportWarnings(history.report())).toContain("There are candles of 1m, 1h: the finest, 1m, are read.");
  });

  test("with holes are counted as gaps", async () => {
    const late = T + 10 * MINUTE;
    const history = await openHistory(await writeTree({ ...minimal, "candles-1m.csv": `${candles}\n${late},119,119,119,119,1,1` }));
    await readAll(history.events());
    expect(history.report().candleGaps).toEqual({ count: 1, totalMs: 7 * MINUTE });
  });
});

const usd = (...times: readonly number[]): string => ["time_ms,open_interest_usd", ...times.map((time) => `${time},1200`)].join("\n");
const sizes = async (content: TreeContent) => (await valuesOf(content, "open-interest")).map((event) => (event as { openInterest: number }).openInterest);

describe("open interest in USD", () => {
  test("is divided by the close that ends at its stamp or was the last before it, at first by the first open", async () => {
    const times = [T - MINUTE, T, T + MINUTE - 1, T + MINUTE, T + MINUTE + 1, T + 2 * MINUTE, T + 60 * MINUTE];
    const prices = [100, 100, 100, 105, 105, 120, 119.5];
    expect(await sizes({ ...minimal, "open-interest.csv": usd(...times) })).toEqual(prices.map((price) => 1200 / price));
  });

  test("stays what it is for an inverse contract", async () => {
    const inverse = JSON.stringify({ ...instrument, contract: "inverse" });
    expect(await sizes({ ...minimal, "instrument.json": inverse, "open-interest.csv": usd(T + MINUTE) })).toEqual([1200]);
  });
});

const intervals = async (...times: readonly number[]) => {
  const text = ["time_ms,long_usd,short_usd", ...times.map((time) => `${time},1,2`)].join("\n");
  return (await valuesOf({ ...minimal, "liquidations-usd.csv": text }, "liquidation-sum")).map((event) => (event as { intervalMs: number }).intervalMs);
};

describe("summed liquidations without interval_ms", () => {
  test("may name their columns in capitals and in any order", async () => {
    const text = ["LONG_USD,SHORT_USD,Time_MS", ...[T, T + 300_000].map((time) => `1,2,${time}`)].join("\n");
    const sums = await valuesOf({ ...minimal, "liquidations-usd.csv": text }, "liquidation-sum");
    expect(sums).toMatchObject([{ intervalMs: 300_000 }, { intervalMs: 300_000 }]);
  });

  test("last as long as the smallest distance between rows", async () =>
    expect(await intervals(T, T + 300_000, T + 900_000)).toEqual([300_000, 300_000, 300_000]));
  test("last one candle when there is one row", async () => expect(await intervals(T)).toEqual([MINUTE]));
});

describe("identical rows", () => {
  test("are dropped and counted, also in liquidations of one time that are not neighbours", async () => {
    const [long, short] = [`${T},long,99,0.5`, `${T},short,99,0.5`];
    const history = await openHistory(
      await writeTree({
        ...minimal,
        "candles-1m.csv": `${candles}\n${candleRows[2]}`,
        "liquidations.csv": ["time_ms,position_side,price,quantity", long, short, long].join("\n"),
      }),
    );
    const events = await readAll(history.events());
    expect(events).toHaveLength(5);
    expect(history.report().identical).toMatchObject({ candle: 1, liquidation: 1 });
  });

  test("of two copies of a file are dropped", async () => {
    const copies = { ...minimal, "candles-1m.csv.gz": gzipSync(candles) };
    expect(await eventsOf(copies)).toEqual(await eventsOf(minimal));
  });
});

describe("which instrument", () => {
  const two: TreeContent = {
    "a/instrument.json": instrumentJson,
    "a/candles-1m.csv": candles,
    "b/instrument.json": JSON.stringify({ ...instrument, exchange: "okx" }),
    "b/candles-1m.csv": candles,
  };

  test("all are listed", async () => {
    const histories = await listHistories(await writeTree(two));
    expect(histories.map(({ instrument }) => instrument.exchange)).toEqual(["binance", "okx"]);
  });

  test("one is chosen by name, in any case", async () =>
    expect((await openHistory(await writeTree(two), { exchange: "OKX", symbol: "btcusdt" })).instrument.exchange).toBe("okx"));

  test("several without a name, and a name that is not there, are refused with the names there are", async () => {
    const folder = await writeTree(two);
    await expect(openHistory(folder)).rejects.toMatchObject({ code: "bad-input", message: expect.stringMatching(/binance:BTCUSDT .*okx:BTCUSDT/) });
    await expect(openHistory(folder, { symbol: "ETHUSDT" })).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/ETHUSDT.*okx:BTCUSDT/),
    });
  });
});
