import { expect, test } from "vitest";
import type { Plot, SideBar } from "#web/panes/pane.ts";
import { type BarTimes, newestKnown, panePoints } from "./pane-points.ts";

const MINUTE_MS = 60_000;
const bar = (minute: number, volumeUsd: number | null): SideBar => ({
  openTime: minute * MINUTE_MS,
  price: null,
  ratio: null,
  volumeUsd,
  takerDeltaUsd: null,
  openInterestUsd: null,
  fundingRate: null,
  longUsd: 0,
  shortUsd: 0,
});
const volume: Plot = { kind: "bars", compute: (bars) => bars.map(({ volumeUsd }) => volumeUsd), colourOf: (usd) => (usd > 2 ? "high" : "low") };
const pointsOf = (bars: readonly SideBar[], plot: Plot, times: BarTimes) => panePoints({ bars, values: plot.compute(bars), plot }, times);
const minutes = (firstMinute: number, lastMinute: number) => ({ firstMs: firstMinute * MINUTE_MS, lastMs: lastMinute * MINUTE_MS });

test("no point stands where there is no candle", () => {
  const points = pointsOf([bar(1, 1), bar(2, 2), bar(3, 3), bar(4, 4)], volume, minutes(2, 3));
  expect(points).toEqual([
    { time: 120, value: 2, color: "low" },
    { time: 180, value: 3, color: "high" },
  ]);
});

test("a bar of nothing draws no line along zero", () => {
  expect(pointsOf([bar(1, 0)], volume, minutes(1, 1))).toEqual([{ time: 60, value: 0, color: "transparent" }]);
});

test("what is not known is a gap, and a line breaks before it", () => {
  const points = pointsOf([bar(1, 1), bar(2, null), bar(3, 3)], { ...volume, kind: "line" }, minutes(1, 3));
  expect(points).toEqual([{ time: 60, value: 1, color: "transparent" }, { time: 120 }, { time: 180, value: 3, color: "high" }]);
});

test("the newest bar is the last that any plot knows, not one that only forms", () => {
  const plots = [
    [1, 2, null, null],
    [0, null, 3, null],
  ];
  expect([newestKnown(plots), newestKnown([[null], [null]])]).toEqual([2, -1]);
});
