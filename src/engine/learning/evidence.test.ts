import { beforeEach, describe, expect, it } from "vitest";
import { COHORTS, FAST, SETTLED, SLOW, type Book } from "#engine/book.ts";
import { emptyBook } from "#engine/given-book.conformance.ts";
import { createSwept } from "#engine/swept.ts";
import { type Evidence, type PrintedSum, closeHour, createEvidence, fade, holdSwept, orderUsd, takePrinted, unexplainedShare } from "./evidence.ts";

const NOTHING: PrintedSum = { usd: 0, squares: 0 };
const ORDER_USD = 5000;
const MINUTE_MS = 60_000;
const OPEN_INTEREST_USD = 1e6;
const orders = (count: number): PrintedSum => ({ usd: count * ORDER_USD, squares: count * ORDER_USD ** 2 });

describe("evidence", () => {
  let book: Book;
  let evidence: Evidence;
  const hold = (perPlane: Float64Array, travel: readonly [number, number] = [0, 0], ms = MINUTE_MS) =>
    holdSwept(evidence, { ...createSwept(book.rungCount), perPlane }, { unitUsd: 100, travel, ms });
  const take = (printed: readonly [PrintedSum, PrintedSum], overMs = MINUTE_MS) =>
    takePrinted(evidence, book, { coverage: 0.5, openInterestUsd: OPEN_INTEREST_USD, printed, overMs });
  const note = (swept: Float64Array, printed: readonly [PrintedSum, PrintedSum], travel?: readonly [number, number]) => {
    hold(swept, travel);
    take(printed);
  };
  /** What price swept per unit weight: [rung of [side][rung], cohort, amount]. */
  const sweptIn = (...parts: readonly (readonly [number, number, number])[]) => {
    const swept = new Float64Array(book.rungCount * 2 * COHORTS);
    for (const [k, cohort, amount] of parts) swept[k * COHORTS + cohort] += amount;
    return swept;
  };

  beforeEach(() => {
    book = emptyBook();
    book.weight.fill(0.05);
    book.weight[4] = 0.3;
    evidence = createEvidence(book.rungCount);
  });

  it("shares a side's prints by what the model had there, all cohorts together", () => {
    note(sweptIn([4, FAST, 1], [4, SETTLED, 1], [9, SLOW, 4], [book.rungCount + 2, FAST, 50]), [{ usd: 8000, squares: 1 }, NOTHING]);
    expect(evidence.attributed[4]).toBeCloseTo((8000 * 0.3 * 2) / (0.3 * 2 + 0.05 * 4), 9);
    expect(evidence.attributed[9]).toBeCloseTo((8000 * 0.05 * 4) / (0.3 * 2 + 0.05 * 4), 9);
    expect(evidence.attributed.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(8000, 9);
    expect(Array.from(evidence.printed)).toEqual([8000, 0]);
  });

  it("leaves to nobody what prints where little stood", () => {
    // Due to print are 0.5 x 100 x 0.3 x 1 = 15 USD: of 900 USD printed a quarter goes to the rung when 45 USD may print for other reasons.
    const travel = 45 / OPEN_INTEREST_USD / unexplainedShare(1);
    note(sweptIn([4, FAST, 1]), [{ usd: 900, squares: 1 }, NOTHING], [travel, 0]);
    expect(evidence.attributed[4]).toBeCloseTo(225, 9);
    note(sweptIn(), [
      { usd: 1e6, squares: 1 },
      { usd: 1e6, squares: 1 },
    ]);
    expect(evidence.attributed.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(225, 9);
  });

  it("matches a sum with all that was swept in its interval", () => {
    hold(sweptIn([4, FAST, 1]));
    hold(sweptIn([9, SLOW, 6]));
    take([{ usd: 8000, squares: 1 }, NOTHING], 2 * MINUTE_MS);
    expect(evidence.attributed[4]).toBeCloseTo(4000, 9);
    expect(evidence.attributed[9]).toBeCloseTo(4000, 9);
    closeHour(evidence);
    expect(evidence.exposure[9]).toBeCloseTo(600, 9);
  });

  it("drops what was swept while the feed told of nothing", () => {
    hold(sweptIn([4, FAST, 1]), [0, 0], 3 * MINUTE_MS);
    take([{ usd: 8000, squares: 1 }, NOTHING]);
    note(sweptIn([9, SLOW, 6]), [{ usd: 100, squares: 1 }, NOTHING]);
    closeHour(evidence);
    expect(evidence.attributed[4]).toBe(0);
    expect(evidence.exposure[4]).toBe(0);
    expect(evidence.attributed[9]).toBeCloseTo(100, 9);
  });

  it("counts what was swept in dollars per unit weight, once its hour is over, with and without prints", () => {
    note(sweptIn([4, FAST, 1], [4, SLOW, 2]), [orders(3), NOTHING]);
    note(sweptIn([4, SETTLED, 5]), [NOTHING, NOTHING]);
    expect(evidence.exposure[4]).toBe(0);
    closeHour(evidence);
    expect(evidence.exposure[4]).toBeCloseTo(800, 9);
    closeHour(evidence);
    expect(evidence.exposure[4]).toBeCloseTo(800, 9);
  });

  it("leaves out an hour in which the feed was silent though orders were due", () => {
    note(sweptIn([4, FAST, 1]), [orders(3), NOTHING]);
    closeHour(evidence);
    const before = evidence.exposure.slice();
    // 0.5 x 100 x 0.3 x 3000 = 45,000 USD are due: nine typical orders.
    note(sweptIn([4, FAST, 3000]), [NOTHING, NOTHING]);
    closeHour(evidence);
    expect(evidence.exposure).toEqual(before);
    note(sweptIn([4, FAST, 10]), [NOTHING, NOTHING]);
    closeHour(evidence);
    expect(evidence.exposure[4]).toBeCloseTo(before[4] + 1000, 9);
  });

  it("takes silence for an answer when few orders were due, or when anything printed", () => {
    note(sweptIn([4, FAST, 1]), [orders(3), NOTHING]);
    closeHour(evidence);
    // 35,000 USD: seven typical orders.
    note(sweptIn([4, FAST, 7000 / 3]), [NOTHING, NOTHING]);
    closeHour(evidence);
    expect(evidence.exposure[4]).toBeCloseTo(100 + 700_000 / 3, 6);
    note(sweptIn([4, FAST, 3000]), [NOTHING, orders(0.01)]);
    closeHour(evidence);
    expect(evidence.exposure[4]).toBeCloseTo(100 + 700_000 / 3 + 300_000, 6);
  });

  it("knows the size of the order behind a typical dollar, whatever has faded", () => {
    expect(orderUsd(evidence)).toBe(0);
    note(sweptIn(), [
      { usd: 11_000, squares: 10_000 ** 2 + 1000 ** 2 },
      { usd: 1000, squares: 1000 ** 2 },
    ]);
    expect(orderUsd(evidence)).toBeCloseTo((10_000 ** 2 + 2 * 1000 ** 2) / 12_000, 9);
    const size = orderUsd(evidence);
    fade(evidence, 0.25);
    expect(orderUsd(evidence)).toBeCloseTo(size, 9);
  });

  it("fades as a whole, but for the hour at hand", () => {
    note(sweptIn([4, FAST, 1]), [orders(3), NOTHING]);
    closeHour(evidence);
    note(sweptIn([4, FAST, 6]), [NOTHING, NOTHING]);
    fade(evidence, 0.5);
    expect(evidence.exposure[4]).toBeCloseTo(50, 9);
    expect(evidence.attributed[4]).toBeCloseTo(7500, 9);
    expect(evidence.printed[0]).toBeCloseTo(7500, 9);
    closeHour(evidence);
    expect(evidence.exposure[4]).toBeCloseTo(650, 9);
  });
});
