import { expect, test } from "vitest";
import { type WallWatch, createWallWatch } from "./wall-watch.ts";

const WALL = { row: 130, usd: 1_000 };
const ROWS = 60;

/** A look at a side of 100 a row, with so much in the wall's row; `rows`: fewer are known. */
function look(watch: WallWatch, time: number, wallUsd: number, { tradedUsd = 0, rows = ROWS } = {}) {
  const usd = new Float64Array(rows).fill(100);
  if (WALL.row - 100 < rows) usd[WALL.row - 100] = wallUsd;
  watch.observe({ time, bids: { firstRow: 100, usd }, asks: { firstRow: 200, usd: new Float64Array(0) } }, (side, row) =>
    side === "bids" && row === WALL.row ? tradedUsd : 0,
  );
}

test("a wall that is traded away and comes back within half a minute is refilled", () => {
  const watch = createWallWatch();
  look(watch, 0, WALL.usd);
  look(watch, 1_000, 600, { tradedUsd: 400 });
  look(watch, 2_000, 0, { tradedUsd: 500 });
  expect(watch.refills()).toEqual([]);
  look(watch, 9_000, 900);
  expect(watch.refills()).toEqual([{ side: "bids", row: WALL.row, usd: 1_000, time: 9_000, afterMs: 7_000 }]);
  expect(watch.flickers()).toEqual([]);
});

test.each([
  ["comes back too late", (watch: WallWatch) => (look(watch, 1_000, 0, { tradedUsd: 900 }), look(watch, 40_000, 1_000))],
  ["comes back much smaller", (watch: WallWatch) => (look(watch, 1_000, 0, { tradedUsd: 900 }), look(watch, 2_000, 500))],
  ["was not traded away", (watch: WallWatch) => (look(watch, 1_000, 0), look(watch, 2_000, 1_000))],
  ["was lost sight of in a hole", (watch: WallWatch) => (look(watch, 1_000, 0, { tradedUsd: 900 }), watch.lose(), look(watch, 2_000, 1_000))],
])("no refill: a wall that %s", (_, go) => {
  const watch = createWallWatch();
  look(watch, 0, WALL.usd);
  go(watch);
  expect(watch.refills()).toEqual([]);
});

/** The wall comes and goes so many times, two seconds each. */
function flicker(watch: WallWatch, times: number, { everyMs = 2_000, tradedUsd = 0, rows = ROWS } = {}) {
  for (let i = 0; i < times; i++) {
    look(watch, i * everyMs, WALL.usd);
    look(watch, (i + 0.5) * everyMs, 0, { tradedUsd, rows });
  }
}

test("walls that vanish three times in ten minutes without a trade flicker, until that is past", () => {
  const watch = createWallWatch();
  flicker(watch, 2);
  expect(watch.flickers()).toEqual([]);
  flicker(watch, 3);
  expect(watch.flickers()).toMatchObject([{ side: "bids", row: WALL.row, usd: WALL.usd, times: 5 }]);
  look(watch, 700_000, 0);
  expect(watch.flickers()).toEqual([]);
});

test.each([
  ["traded with", { tradedUsd: 300 }],
  ["seldom", { everyMs: 400_000 }],
  ["out of sight, where the book ends", { rows: 20 }],
])("no flicker: walls that vanish %s", (_, how) => {
  const watch = createWallWatch();
  flicker(watch, 4, how);
  expect(watch.flickers()).toEqual([]);
});
