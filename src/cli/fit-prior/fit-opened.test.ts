import { expect, test } from "vitest";
import { type OpenedLeverage, type PriorFile, REFERENCE_LEVERAGE, priorOfFile } from "#engine/priors/prior-file.ts";
import { fitOpened } from "./fit-opened.ts";
import { minimise } from "./nelder-mead.ts";
import type { SideMaps } from "./unit-maps.ts";

const FILE: PriorFile = {
  name: "test@1",
  source: "a test",
  marginModels: [],
  fitted: { from: "", to: "", coins: {} },
  rungs: [1.2, 1.5, 2, 3, 4, 6, 8, 12, 20, 40],
  opened: { exponent: 0, long: { median: 1, spread: 1 }, short: { median: 1, spread: 1 } },
  without: {},
  fastShare: [0.5, 0.5],
  neverFastShare: 0.5,
  holding: { fastHalfLifeHours: 1, slowHalfLifeHours: 1, statedAtLeverage: 1, leverageExponent: 0 },
  approach: { distanceLeft: 0.3, closes: 0 },
  learnsFromPrints: false,
};
const BINS = 25;

/** A side in which every rung stands at 1 / leverage from mark, two bins wide, and whose truth is what `opened` would put there. */
function sideOf(side: 0 | 1, highest: number, opened: OpenedLeverage): SideMaps {
  const prior = priorOfFile(FILE, { highest, opened });
  const opens = (side === 1 ? prior.shortOpened : undefined) ?? prior.opened;
  const rungs = FILE.rungs.map((leverage) => {
    const bins = new Float64Array(BINS);
    const first = Math.floor(50 / leverage);
    for (const bin of [first, first + 1]) if (bin < BINS) bins[bin] = 0.5;
    return { bins, standing: 1 };
  });
  const truth = Float64Array.from({ length: BINS }, (_, bin) => opens.reduce((sum, share, rung) => sum + share * rungs[rung].bins[bin], 0));
  const within = truth.reduce((sum, usd) => sum + usd, 0);
  return { time: 0, side, truth: truth.map((usd) => usd / within), positions: 30, withinReach: within, rungs, never: 1 };
}

test("finds the leverage that positions were drawn with, of each side and over coins", () => {
  const opened: OpenedLeverage = { exponent: 1.1, long: { median: 3, spread: 0.5 }, short: { median: 6, spread: 0.3 } };
  const coins = [REFERENCE_LEVERAGE, 20].map((highest) => ({
    coin: `up to ${highest}x`,
    weight: 1,
    highest,
    maps: [sideOf(0, highest, opened), sideOf(1, highest, opened)],
  }));
  const fitted = fitOpened(FILE, coins);
  expect(fitted.exponent).toBeCloseTo(1.1, 0);
  for (const side of ["long", "short"] as const) {
    expect(Math.abs(Math.log(fitted[side].median / opened[side].median))).toBeLessThan(0.1);
    expect(Math.abs(Math.log(fitted[side].spread / opened[side].spread))).toBeLessThan(0.15);
  }
});

test("the simplex finds the bottom of a curved valley", () => {
  const [x, y] = minimise(([a, b]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2, [-1.2, 1], { step: 0.5, evaluations: 400 });
  expect(x).toBeCloseTo(1, 3);
  expect(y).toBeCloseTo(1, 3);
});
