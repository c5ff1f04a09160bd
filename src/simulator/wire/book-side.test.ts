import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "#simulator/market/random.ts";
import { BOOK_LEVELS, createBookSide } from "./book-side.ts";

const BEST = 820_000;

test.each([-1, 1] as const)("what it tells adds up to what it shows, wherever price goes (way out: %i)", (sign) => {
  const step = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -900, max: 900 }), fc.integer({ min: -30_000, max: 30_000 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const side = createBookSide(createRandom("side"), { sign, best: BEST, meanLots: 50 });
      const heard = new Map(side.read(BOOK_LEVELS));
      let best = BEST;
      for (const by of steps) {
        for (const [tick, lots] of side.move((best += by)))
          if (lots === 0) heard.delete(tick);
          else heard.set(tick, lots);
        expect([...heard].sort(([a], [b]) => sign * (a - b))).toEqual(side.read(BOOK_LEVELS));
        expect(side.read(BOOK_LEVELS)).toHaveLength(BOOK_LEVELS);
      }
    }),
    { numRuns: 40 },
  );
});

test("its first levels are those within their reach; further out it is sparse, and goes about a percent", () => {
  const side = createBookSide(createRandom("reach"), { sign: 1, best: BEST, meanLots: 50 });
  for (const levels of [1, 50, 500, 700, BOOK_LEVELS]) {
    const within = side.read(BOOK_LEVELS).filter(([tick]) => tick - BEST < side.reachOf(levels));
    expect(within).toEqual(side.read(levels));
  }
  expect(side.reachOf(BOOK_LEVELS) / BEST).toBeCloseTo(0.0125, 3);
  expect(side.lotsAt(BEST + 499)).toBeGreaterThan(0);
  expect([side.lotsAt(BEST + 501), side.lotsAt(BEST - 1)]).toEqual([0, 0]);
});
