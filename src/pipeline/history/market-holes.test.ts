import { expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { openMarketHoles } from "./market-holes.ts";

const BTC: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};
const minutes = (from: number, to: number) => ({ from: asMs(from * MINUTE_MS), to: asMs(to * MINUTE_MS) });

/** What a store keeps of holes: free facts, and no bar at all. */
function emptyRecord() {
  const meta = new Map<string, string>();
  return {
    readMeta: async (key: string) => meta.get(key),
    writeMeta: async (key: string, value: string) => void meta.set(key, value),
    candles: async () => [],
  };
}

test("two holes that are noted at once are both kept, in the store too", async () => {
  const record = emptyRecord();
  const holes = await openMarketHoles(record, BTC, MINUTE_MS);
  await Promise.all([holes.note(minutes(10, 12)), holes.note(minutes(20, 21)), holes.note(minutes(12, 13))]);
  const expected = [
    { ...minutes(10, 13), missingMs: 3 * MINUTE_MS },
    { ...minutes(20, 21), missingMs: MINUTE_MS },
  ];
  expect(holes.list()).toEqual(expected);
  expect((await openMarketHoles(record, BTC, MINUTE_MS)).list()).toEqual(expected);
});

test("a hole that cannot be looked up fails alone", async () => {
  let isBroken = true;
  const record = { ...emptyRecord(), candles: async () => (isBroken ? Promise.reject(new Error("full disk")) : []) };
  const holes = await openMarketHoles(record, BTC, MINUTE_MS);
  await expect(holes.note(minutes(1, 2))).rejects.toThrow("full disk");
  isBroken = false;
  await holes.note(minutes(3, 4));
  expect(holes.list()).toEqual([{ ...minutes(3, 4), missingMs: MINUTE_MS }]);
});
