import { expect, it } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { BTC, ETH, START, minute } from "./samples.conformance.ts";

const bitcoin: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
  liquidationFeed: { exchanges: ["binance"], sampling: "one-per-second" },
};

/** Meta, instruments, checkpoints, spreads, imported files: the last one written counts, and is there after reopening. */
export function documentsConformance(subject: StoreUnderTest): void {
  it("keeps facts about itself", async () => {
    await subject.store.writeMeta("source", "live");
    await subject.store.writeMeta("source", "it's simulated");
    await subject.reopen();
    expect(await subject.store.readMeta("source")).toBe("it's simulated");
    expect(await subject.store.readMeta("seed")).toBeUndefined();
  });

  it("keeps one instrument per exchange and symbol", async () => {
    await subject.store.putInstrument({ ...bitcoin, symbol: "ETHUSDT", coin: "ETH" });
    await subject.store.putInstrument({ ...bitcoin, tickSize: 1 });
    await subject.store.putInstrument(bitcoin);
    await subject.reopen();
    expect(await subject.store.instruments()).toEqual([bitcoin, { ...bitcoin, symbol: "ETHUSDT", coin: "ETH" }]);
  });

  it("keeps the last checkpoint of each instrument, byte for byte", async () => {
    const state = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) ^ (i >> 8));
    await subject.store.writeCheckpoint(BTC, { model: "ladder@2", time: START, state: new Uint8Array([1]) });
    await subject.store.writeCheckpoint(BTC, { model: "ladder@2", time: minute(1), state });
    await subject.reopen();
    const checkpoint = await subject.store.readCheckpoint(BTC);
    expect(checkpoint).toMatchObject({ model: "ladder@2", time: minute(1) });
    expect(Buffer.compare(checkpoint!.state, state)).toBe(0);
    expect(await subject.store.readCheckpoint(ETH)).toBeUndefined();
  });

  it("tells the newest spread that was known by a time, and keeps one of each instant", async () => {
    const { store } = subject;
    const [first, second, third] = [[1], [2, 2], [3]].map((bytes) => new Uint8Array(bytes));
    await store.writeSpreads(BTC, [
      { time: minute(240), bytes: third },
      { time: START, bytes: first },
    ]);
    await store.writeSpreads(BTC, [{ time: minute(240), bytes: second }]);
    await subject.reopen();
    expect(await subject.store.spreadAt(BTC, minute(-1))).toBeUndefined();
    const told = await Promise.all([239, 240].map((i) => subject.store.spreadAt(BTC, minute(i))));
    expect(told.map((spread) => spread && [spread.time, [...spread.bytes]])).toEqual([
      [START, [...first]],
      [minute(240), [...second]],
    ]);
    expect(await subject.store.spreadAt(ETH, minute(240))).toBeUndefined();
  });

  it("remembers which files an import has finished", async () => {
    await subject.store.markImported("BTCUSDT-1m-2025-01.zip", "a");
    await subject.store.markImported("BTCUSDT-1m-2025-01.zip", "b");
    await subject.reopen();
    expect(await subject.store.importedFile("BTCUSDT-1m-2025-01.zip")).toBe("b");
    expect(await subject.store.importedFile("BTCUSDT-1m-2025-02.zip")).toBeUndefined();
  });
}
