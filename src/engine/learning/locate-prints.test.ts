import { beforeEach, describe, expect, it } from "vitest";
import { priceAt } from "#core/price-rows.ts";
import type { Book } from "#engine/book.ts";
import { emptyBook } from "#engine/given-book.conformance.ts";
import { type Swept, createSwept } from "#engine/swept.ts";
import { sharePrints } from "./locate-prints.ts";

describe("where orders came from", () => {
  let book: Book;
  let swept: Swept;
  const sweep = (rung: number, row: number, amount: number) => {
    swept.rung[swept.count] = rung;
    swept.row[swept.count] = row;
    swept.amount[swept.count++] = amount;
  };

  beforeEach(() => {
    book = emptyBook();
    book.weight.fill(0.1);
    swept = createSwept(book.rungCount);
    sweep(12, 57_000, 3);
    sweep(15, 57_002, 1);
    sweep(15, 57_100, 50);
    sweep(book.rungCount + 12, 57_000, 500);
  });

  it("is told by what was swept near the trigger, on the same side", () => {
    const perRung = sharePrints([{ side: 0, usd: 1000, trigger: priceAt(57_001) }], { book, swept });
    expect(perRung[12]).toBeCloseTo(750, 9);
    expect(perRung[15]).toBeCloseTo(250, 9);
    expect(perRung.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(1000, 9);
  });

  it("is told by the row that it triggered on, where anything was swept there", () => {
    const perRung = sharePrints([{ side: 0, usd: 1000, trigger: priceAt(57_002) }], { book, swept });
    expect(perRung[12]).toBeLessThan(perRung[15]);
    sweep(12, 57_002, 4);
    expect(sharePrints([{ side: 0, usd: 1000, trigger: priceAt(57_002) }], { book, swept })[12]).toBeGreaterThan(500);
  });

  it("weighs levels by their rung's share", () => {
    book.weight[15] = 0.6;
    const perRung = sharePrints([{ side: 0, usd: 900, trigger: priceAt(57_001) }], { book, swept });
    expect(perRung[15]).toBeCloseTo(600, 9);
  });

  it("falls back on the whole of the sweep, and on nobody when nothing was swept", () => {
    const far = [{ side: 0, usd: 540, trigger: priceAt(50_000) }] as const;
    expect(sharePrints(far, { book, swept })[15]).toBeCloseTo(510, 9);
    swept.count = 0;
    expect(sharePrints(far, { book, swept }).every((usd) => usd === 0)).toBe(true);
  });
});
