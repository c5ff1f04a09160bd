import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { CandleEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { BTC, START, candle, minute, oneOfEach } from "#storage/conformance/samples.conformance.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { readAll, writeTree } from "#storage/import/history-tree.conformance.ts";
import { importHistories } from "#storage/import/import-history.ts";
import { openHistory } from "#storage/import/open-history.ts";
import { STORED_KINDS, type Store, type StoredEvent } from "#storage/store.ts";
import { writeMarketFolder } from "./write-market-folder.ts";

const ALL = { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) };
const never = new AbortController().signal;
const instrument: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
  liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" },
  expiry: asMs(START + 90 * 24 * HOUR_MS),
  listing: { quote: "USDT", settle: "USDT", maxLeverage: 125, fundingIntervalMs: asMs(8 * HOUR_MS) },
};

const { liquidation, funding, brackets, leverage } = oneOfEach(1);
const withoutVolume = (bar: CandleEvent): CandleEvent => {
  const { volume, ...rest } = bar;
  return volume === undefined ? bar : rest;
};
const late = asMs(minute(4) + 1);
/** Every kind, and what an ordinary table of it would lose. */
const recorded: readonly StoredEvent[] = [
  ...Object.values(oneOfEach(0)),
  withoutVolume(candle(0, { price: "mark" })),
  candle(1, { volume: 0.1 + 0.2, takerBuyVolume: 1e-9 }),
  withoutVolume(candle(2)),
  candle(3),
  candle(4),
  { ...liquidation, price: 68_012.345_678_9, sampling: "complete" },
  { ...liquidation, price: 68_012.345_678_9, ordinal: 1 },
  { ...liquidation, price: 68_012.345_678_9, ordinal: 2, heardAt: late },
  { ...oneOfEach(3).liquidation, orderPrice: 67_000.1 },
  { ...funding, rate: -1.25e-7, heardAt: late },
  { ...oneOfEach(2)["open-interest"], heardAt: late },
  withoutVolume(candle(1, { price: "mark" })),
  withoutVolume(candle(2, { price: "mark", heardAt: late })),
  withoutVolume(candle(3, { price: "mark" })),
  withoutVolume(candle(4, { price: "mark" })),
  { ...brackets, brackets: [...brackets.brackets] },
  { ...leverage, shortShares: { rungs: [], never: 1, seen: 0.25 } },
];

async function openStore(events: readonly StoredEvent[] = []): Promise<Store> {
  const store = await openDuckDbStore({ file: join(await writeTree({}), "market.duckdb") });
  onTestFinished(() => store.close());
  await store.putInstrument(instrument);
  await store.appendEvents(events);
  return store;
}
const everything = (store: Store): Promise<readonly StoredEvent[]> => readAll(store.readEvents(BTC, STORED_KINDS, ALL));
const freshPlace = async (): Promise<string> => join(await writeTree({}), "binance", "BTCUSDT");

describe("a stored market as a market folder", () => {
  test("is read back event for event, to the last bit", async () => {
    const [store, folder] = [await openStore(recorded), await freshPlace()];
    const written = await writeMarketFolder(store, { instrument, range: ALL, folder, source: "live", signal: never });
    expect([...written.keys()].sort()).toEqual((await readdir(folder)).filter((name) => name.endsWith(".csv")).sort());
    expect(written.get("candles-1m.csv")).toBe(5);
    expect(JSON.parse(await readFile(join(folder, "instrument.json"), "utf8"))).toEqual({ ...instrument, source: "live" });

    const history = await openHistory(folder);
    expect(history.instrument).toEqual(instrument);
    const again = await openStore();
    await importHistories(again, [history]);
    expect(await everything(again)).toEqual(await everything(store));
    expect(await everything(store)).toHaveLength(recorded.length);
    // Heard late or not, in both: nothing contradicts.
    expect(await importHistories(store, [await openHistory(folder)])).toMatchObject([{ added: 0, duplicates: recorded.length }]);
  });

  test("holds what lies in the range, and no file for what does not", async () => {
    const [store, folder] = [await openStore(recorded), await freshPlace()];
    const range = { from: asMs(START + 3 * MINUTE_MS), to: asMs(START + 4 * MINUTE_MS) };
    const written = await writeMarketFolder(store, { instrument, range, folder, source: undefined, signal: never });
    expect([...written]).toEqual([
      ["candles-1m.csv", 1],
      ["mark-1m.csv", 1],
      ["liquidations.csv", 1],
    ]);
  });

  test("is not written over another, and not without candles", async () => {
    const [store, folder] = [await openStore(recorded), await freshPlace()];
    const options = { instrument, range: ALL, folder, source: undefined, signal: never };
    await writeMarketFolder(store, options);
    const before = await stat(folder);
    await expect(writeMarketFolder(store, options)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(folder) });
    expect((await stat(folder)).mtimeMs).toBe(before.mtimeMs);
    const nothing = { ...options, folder: await freshPlace(), range: { from: asMs(1), to: asMs(2) } };
    await expect(writeMarketFolder(store, nothing)).rejects.toMatchObject({ code: "bad-input" });
  });

  test("that is broken off leaves nothing", async () => {
    const [store, folder] = [await openStore(recorded), await freshPlace()];
    const options = { instrument, range: ALL, folder, source: undefined, signal: AbortSignal.abort(new Error("enough")) };
    await expect(writeMarketFolder(store, options)).rejects.toThrow("enough");
    expect(await readdir(join(folder, ".."))).toEqual([]);
  });
});
