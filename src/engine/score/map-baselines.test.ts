import { describe, expect, test } from "vitest";
import { rowOf } from "#core/price-rows.ts";
import { asMs } from "#core/units.ts";
import type { StepInput } from "#engine/step.ts";
import type { BookMap } from "./bin-grid.ts";
import { createUniformMap, createVolumeProfileMap } from "./plain-maps.ts";
import { createStaticTiers } from "./static-tiers.ts";

const instrument = { contract: "linear" } as const;
const MINUTE = 60_000;

interface StepOf {
  readonly at: number;
  readonly low?: number;
  readonly high?: number;
  readonly price: number;
  readonly volume: number | undefined;
  readonly openInterest?: number;
}

function stepOf({ at, price, low = price, high = price, volume, openInterest }: StepOf): StepInput {
  const start = asMs(at * MINUTE);
  return {
    start,
    durationMs: asMs(MINUTE),
    candle: { open: price, high, low, close: price, volume, takerBuyVolume: undefined },
    mark: undefined,
    openInterest: openInterest === undefined ? undefined : { time: asMs(start + MINUTE), openInterest },
    funding: [],
    printed: undefined,
  };
}

const totalOf = (rows: ArrayLike<number>) => Array.from(rows).reduce((sum, usd) => sum + usd, 0);
const at = (map: BookMap, side: 0 | 1, price: number) => map.usd[side][rowOf(price) - map.firstRow];

describe("static tiers", () => {
  test("stand 1/leverage from entry on both sides", () => {
    const maker = createStaticTiers(instrument, "volume");
    maker.step(stepOf({ at: 0, price: 1000, volume: 5 }));
    const map = maker.map();
    expect(map && totalOf(map.usd[0])).toBeCloseTo(5000, 6);
    expect(map && totalOf(map.usd[1])).toBeCloseTo(5000, 6);
    for (const leverage of [5, 10, 25, 50, 100]) {
      expect(map && at(map, 0, 1000 * (1 - 1 / leverage))).toBeCloseTo(1000, 6);
      expect(map && at(map, 1, 1000 * (1 + 1 / leverage))).toBeCloseTo(1000, 6);
    }
  });

  test("leave only where price has been", () => {
    const maker = createStaticTiers(instrument, "volume");
    maker.step(stepOf({ at: 0, price: 1000, volume: 5 }));
    maker.step(stepOf({ at: 1, price: 1000, low: 975, volume: 0 }));
    const map = maker.map();
    expect(map && at(map, 0, 990)).toBe(0);
    expect(map && at(map, 0, 980)).toBe(0);
    expect(map && at(map, 0, 960)).toBeCloseTo(1000, 6);
    expect(map && totalOf(map.usd[1])).toBeCloseTo(5000, 6);
  });

  test("on open interest open its rises only, where the volume since the last sample was", () => {
    const maker = createStaticTiers(instrument, "open-interest");
    maker.step(stepOf({ at: 0, price: 1000, volume: 5, openInterest: 100 }));
    expect(totalOf(maker.map()?.usd[0] ?? [])).toBe(0);
    maker.step(stepOf({ at: 1, price: 1000, volume: 3 }));
    maker.step(stepOf({ at: 2, price: 1000, volume: 1, openInterest: 104 }));
    maker.step(stepOf({ at: 3, price: 1000, volume: 9, openInterest: 90 }));
    expect(totalOf(maker.map()?.usd[0] ?? [])).toBeCloseTo(4000, 6);
  });

  test("on volume have no map where volume is not known", () => {
    const maker = createStaticTiers(instrument, "volume");
    maker.step(stepOf({ at: 0, price: 1000, volume: undefined }));
    expect(maker.map()).toBeUndefined();
  });
});

describe("plain maps hold open interest within their reach on each side", () => {
  test.each([
    ["uniform", createUniformMap(instrument, 0.2)],
    ["volume profile", createVolumeProfileMap(instrument, 0.2)],
  ])("%s", (_, maker) => {
    expect(maker.map()).toBeUndefined();
    maker.step(stepOf({ at: 0, price: 1000, low: 900, high: 1100, volume: 5, openInterest: 70 }));
    maker.step(stepOf({ at: 1, price: 1000, volume: 5 }));
    const map = maker.map();
    expect(map && totalOf(map.usd[0])).toBeCloseTo(70_000, 4);
    expect(map && totalOf(map.usd[1])).toBeCloseTo(70_000, 4);
    expect(map && at(map, 0, 1050)).toBe(0);
  });

  test("volume is forgotten after a week", () => {
    const maker = createVolumeProfileMap(instrument, 0.2);
    maker.step(stepOf({ at: 0, price: 900, volume: 1000, openInterest: 70 }));
    maker.step(stepOf({ at: 10_079, price: 1000, volume: 5 }));
    expect(at(maker.map() as BookMap, 0, 900)).toBeGreaterThan(0);
    maker.step(stepOf({ at: 10_080, price: 1000, volume: 5 }));
    expect(at(maker.map() as BookMap, 0, 900)).toBeCloseTo(0, 6);
  });
});
