import { describe, expect, it } from "vitest";
import { formatAge, formatChange, formatCount, formatPrice, formatShare, formatSpan, formatTime, formatUsd } from "./format.ts";

describe("figures as traders write them", () => {
  it.each([
    [0, "$0"],
    [940, "$940"],
    [1_234, "$1.23k"],
    [999_700, "$1.00M"],
    [12_345_678, "$12.3M"],
    [999_600_000, "$1.00B"],
    [8_206_829_667, "$8.21B"],
  ])("USD %d", (usd, text) => expect(formatUsd(usd)).toBe(text));

  it.each([
    [0, "0 %"],
    [0.00002, "<0.01 %"],
    [0.0007, "0.07 %"],
    [0.00996, "1.0 %"],
    [0.0289, "2.9 %"],
    [0.09951, "10 %"],
    [1, "100 %"],
  ])("share %d", (share, text) => expect(formatShare(share)).toBe(text));

  it.each([
    [0, "0"],
    [0.2, "<1"],
    [17.4, "17"],
    [1_204, "1,204"],
  ])("count %d", (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [68_412.5, 0.1, "68,412.5"],
    [2.46857, 0.001, "2.469"],
    [88_000, 1, "88,000"],
    [0.000123, 0.000001, "0.000123"],
  ])("price %d at tick %d", (price, tick, text) => expect(formatPrice(price, tick)).toBe(text));

  it("changes carry their sign", () => expect([formatChange(0.012), formatChange(-0.0104)]).toEqual(["+1.20 %", "−1.04 %"]));
  it("ages use the largest unit that fits", () =>
    expect([800, 42_000, 180_000, 18_000_000, 604_800_000].map(formatAge)).toEqual(["0.8 s", "42 s", "3 min", "5 h", "7 d"]));
  it("spans are whole", () => expect([60_000, 300_000, 7_200_000, 86_400_000].map(formatSpan)).toEqual(["1 min", "5 min", "2 h", "1 d"]));
  it("times are UTC", () => expect(formatTime(1_700_000_000_000)).toBe("14 Nov 22:13"));
});
