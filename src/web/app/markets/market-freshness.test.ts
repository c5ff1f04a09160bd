import { expect, it } from "vitest";
import { lateSince } from "./market-freshness.ts";

const done = { state: "done", progress: 1 } as const;

it("a market is late when its last column ended more than three steps ago, wherever the others are", () => {
  expect(lateSince({ backfill: done, lastTime: 600_000, stepMs: 60_000, ending: null }, 779_000)).toBeUndefined();
  expect(lateSince({ backfill: done, lastTime: 600_000, stepMs: 60_000, ending: null }, 781_000)).toBe(600_000);
  expect(lateSince({ backfill: { state: "failed", progress: 0.4 }, lastTime: 600_000, stepMs: 60_000, ending: null }, 781_000)).toBe(600_000);
});

it("one that loads or has no map is not late", () => {
  expect(lateSince({ backfill: { state: "running", progress: 0.4 }, lastTime: 1, stepMs: 60_000, ending: null }, 781_000)).toBeUndefined();
  expect(lateSince({ backfill: done, lastTime: null, stepMs: 60_000, ending: null }, 781_000)).toBeUndefined();
});

it("one that has ended is not late", () => {
  const ending = { at: 600_000, why: "delisted", isOver: true } as const;
  expect(lateSince({ backfill: done, lastTime: 600_000, stepMs: 60_000, ending }, 9e9)).toBeUndefined();
  expect(lateSince({ backfill: done, lastTime: 600_000, stepMs: 60_000, ending: { ...ending, isOver: false } }, 9e9)).toBe(600_000);
});
