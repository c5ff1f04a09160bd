import { expect, test } from "vitest";
import { nextSnap, settledSnap, snapHeights } from "./snap-points.ts";

const HEIGHTS = snapHeights(600, 56);

test("the half-open sheet covers about half, and never less than what always shows", () => {
  expect(HEIGHTS).toEqual({ peek: 56, half: 324, full: 600 });
  expect(snapHeights(90, 56).half).toBe(56);
});

test.each([
  ["let go at rest, it goes to the nearest place", { heightPx: 150, velocity: 0, from: "peek" }, "peek"],
  ["and further up to the next", { heightPx: 220, velocity: 0, from: "peek" }, "half"],
  ["a flick opens it though it has hardly moved", { heightPx: 80, velocity: 0.8, from: "peek" }, "half"],
  ["a flick down shuts it one place", { heightPx: 310, velocity: -0.8, from: "half" }, "peek"],
  ["a throw glides past the middle", { heightPx: 300, velocity: 2.2, from: "peek" }, "full"],
  ["a throw down from the top ends at the bottom", { heightPx: 330, velocity: -2.4, from: "full" }, "peek"],
  ["there is nothing beyond the top", { heightPx: 600, velocity: 3, from: "full" }, "full"],
] as const)("%s", (_, release, snap) => expect(settledSnap(release, HEIGHTS)).toBe(snap));

test("keys go one place at a time", () => {
  expect([nextSnap("peek", "up"), nextSnap("half", "up"), nextSnap("full", "up")]).toEqual(["half", "full", "full"]);
  expect([nextSnap("full", "down"), nextSnap("peek", "down")]).toEqual(["half", "peek"]);
});
