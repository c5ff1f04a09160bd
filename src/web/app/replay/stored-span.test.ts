import { describe, expect, it } from "vitest";
import { holeAt, nearestStored, stepped, storedSpan } from "./stored-span.ts";

const MINUTE = 60_000;
const MARKET = {
  firstTime: 10 * MINUTE,
  lastTime: 500 * MINUTE,
  stepMs: MINUTE,
  holes: [
    { from: 2 * MINUTE, to: 5 * MINUTE, missingMs: 0 },
    { from: 100 * MINUTE, to: 130 * MINUTE, missingMs: MINUTE },
    { from: 490 * MINUTE, to: 900 * MINUTE, missingMs: 0 },
  ],
};
const SPAN = storedSpan(MARKET)!;

describe("what is stored", () => {
  it("begins with the first step that has ended, and has the holes that lie in it", () => {
    expect(SPAN).toEqual({
      firstMs: 11 * MINUTE,
      lastMs: 500 * MINUTE,
      holes: [
        { fromMs: 100 * MINUTE, toMs: 130 * MINUTE },
        { fromMs: 490 * MINUTE, toMs: 500 * MINUTE },
      ],
    });
    expect(storedSpan({ ...MARKET, lastTime: null })).toBeUndefined();
  });

  it("has a nearest instant to every other", () =>
    expect([3 * MINUTE, 77 * MINUTE + 900, 9_000 * MINUTE].map((time) => nearestStored(SPAN, time) / MINUTE)).toEqual([11, 77, 500]));

  it("knows the hole of an instant", () =>
    expect([100, 101, 130, 131].map((minute) => holeAt(SPAN, minute * MINUTE)?.fromMs)).toEqual([undefined, 100 * MINUTE, 100 * MINUTE, undefined]));
});

it("steps from column edge to column edge", () => {
  expect(stepped(7 * MINUTE, 5 * MINUTE, 1)).toBe(10 * MINUTE);
  expect(stepped(7 * MINUTE, 5 * MINUTE, -1)).toBe(5 * MINUTE);
  expect(stepped(10 * MINUTE, 5 * MINUTE, 1)).toBe(15 * MINUTE);
  expect(stepped(10 * MINUTE, 5 * MINUTE, -1)).toBe(5 * MINUTE);
});
