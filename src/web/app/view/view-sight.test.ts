import { describe, expect, test } from "vitest";
import { type ViewSight, formatSight, parseSight, sightNow } from "./view-sight.ts";

const HOUR = 3_600_000;
const NEWEST = Date.UTC(2026, 10, 20, 16, 0);
const PRICES = { low: 83_000, high: 86_000 };
const WINDOW = { fromMs: NEWEST - 24 * HOUR, toMs: NEWEST + HOUR, newestMs: NEWEST, columnMs: 300_000, windowMs: 24 * HOUR, prices: PRICES, areHeld: false };

describe("what a link says of the sight", () => {
  test("nothing while it is the window's own, give or take", () => {
    expect(sightNow(WINDOW)).toBeUndefined();
    expect(sightNow({ ...WINDOW, fromMs: WINDOW.fromMs + 600_000 })).toBeUndefined();
  });

  test("zoomed at the newest column it goes with it, moved into the past it stays there", () => {
    expect(sightNow({ ...WINDOW, fromMs: NEWEST - 6 * HOUR })).toEqual({ time: { kind: "newest", minutes: 360 }, prices: undefined });
    const past = { fromMs: NEWEST - 30 * HOUR, toMs: NEWEST - 6 * HOUR };
    expect(sightNow({ ...WINDOW, ...past })).toEqual({ time: { kind: "past", ...past }, prices: PRICES });
  });

  test("prices that are held are said with the time they belong to", () => {
    expect(sightNow({ ...WINDOW, areHeld: true })).toEqual({ time: { kind: "newest", minutes: 1_440 }, prices: PRICES });
  });
});

test.each<[string, ViewSight]>([
  ["360m", { time: { kind: "newest", minutes: 360 }, prices: undefined }],
  ["360m_0.0831_0.0862", { time: { kind: "newest", minutes: 360 }, prices: { low: 0.0831, high: 0.0862 } }],
  ["2026-11-20T10:00Z_2026-11-20T16:00Z", { time: { kind: "past", fromMs: NEWEST - 6 * HOUR, toMs: NEWEST }, prices: undefined }],
  [
    "2026-11-20T10:00Z_2026-11-20T16:00Z_83000_86000.5",
    { time: { kind: "past", fromMs: NEWEST - 6 * HOUR, toMs: NEWEST }, prices: { low: 83_000, high: 86_000.5 } },
  ],
])("%s is written and read", (text, sight) => {
  expect(formatSight(sight)).toBe(text);
  expect(parseSight(text)).toEqual(sight);
});

test.each([null, "", "0m", "soon", "2026-11-20T16:00Z_2026-11-20T10:00Z", "m_1_2"])("%s is none", (text) => expect(parseSight(text)).toBeUndefined());
