import { describe, expect, it } from "vitest";
import { type Bar, foldCandle, lineOf, mergeBars, seriesDataOf } from "./bars.ts";

const bar = (openTime: number, close = 100): Bar => ({ openTime, open: 100, high: 101, low: 99, close });

describe("seriesDataOf", () => {
  it("fills holes with whitespace, so that a bar's index is its column", () => {
    const data = seriesDataOf([bar(300_000), bar(360_000), bar(600_000)], 60_000);
    expect(data.map(({ time }) => time)).toEqual([300, 360, 420, 480, 540, 600]);
    expect(data.map((point) => "close" in point)).toEqual([true, true, false, false, false, true]);
  });

  it("is empty without bars", () => expect(seriesDataOf([], 60_000)).toEqual([]));
});

describe("mergeBars", () => {
  it("orders by time and lets the newer list win", () => {
    expect(mergeBars([bar(2), bar(3, 1)], [bar(1), bar(3, 7)]).map(({ openTime, close }) => [openTime, close])).toEqual([
      [1, 100],
      [2, 100],
      [3, 7],
    ]);
  });
});

describe("foldCandle", () => {
  it("opens a longer bar at its own start", () => {
    expect(foldCandle(undefined, bar(660_000), 300_000)).toEqual({ ...bar(660_000), openTime: 600_000 });
  });

  it("keeps the open, widens the extremes and moves the close; repeating changes nothing", () => {
    const candle = { openTime: 720_000, open: 100.5, high: 100.8, low: 97, close: 98 };
    const once = foldCandle(bar(600_000), candle, 300_000);
    expect(once).toEqual({ openTime: 600_000, open: 100, high: 101, low: 97, close: 98 });
    expect(foldCandle(once, candle, 300_000)).toEqual(once);
    expect(foldCandle(once, { ...candle, high: 104 }, 300_000).high).toBe(104);
  });
});

it("a line goes through the closes, and has the holes that candles have", () => {
  const points = seriesDataOf([bar(0, 7), bar(120_000, 9)], 60_000);
  expect(lineOf(points)).toEqual([{ time: 0, value: 7 }, { time: 60 }, { time: 120, value: 9 }]);
});
