import { expect, test } from "vitest";
import type { HeatRange } from "#insight/heat-range.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { combinedView } from "./combined-view.ts";

const LONG = { low: 1, high: 20 };
const SHORT = { low: 2, high: 60 };

const memberOf = (heatRange: HeatRange | null) =>
  ({
    heatRange,
    ready: true,
    openInterestUsd: 1,
    holes: [],
    openInterestHoles: [],
    layers: [],
    reliability: null,
    backfill: { state: "done" },
  }) as unknown as MarketView;

const rangeOf = (one: HeatRange | null, other: HeatRange | null): HeatRange | null =>
  combinedView({ id: "all:BTC", exchange: "all", exchangeLabel: "All", coin: "BTC", members: [memberOf(one), memberOf(other)] }).heatRange;

test("the range of colours is the sum of the members', common and of each side", () => {
  const member = { low: 1, high: 40, long: LONG, short: SHORT };
  expect(rangeOf(member, member)).toEqual({ low: 2, high: 80, long: { low: 2, high: 40 }, short: { low: 4, high: 120 } });
});

test("nothing is said of a side that one member knows nothing of; a member without a range counts by its open interest", () => {
  expect(rangeOf({ ...LONG, long: LONG, short: SHORT }, { ...LONG, long: LONG })).toEqual({ low: 2, high: 40, long: { low: 2, high: 40 }, short: undefined });
  expect(rangeOf(LONG, null)).toEqual({ low: 2, high: 40, long: undefined, short: undefined });
  expect(rangeOf(null, null)).toBeNull();
});
