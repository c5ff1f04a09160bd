import { priceAt } from "#core/price-rows.ts";
import { type Book, SETTLED } from "#engine/book.ts";
import type { FeedingBin } from "./cell-plan.ts";
import { type Lots, type Span, clearLots, createLots, pour } from "./lots.ts";

/** One bin of one holding cohort: how much is in it, and where that came from. */
export interface TracedBin {
  readonly bin: FeedingBin;
  /** FAST, SLOW or SETTLED. */
  readonly cohort: number;
  /** Per unit weight, in the conserved unit. */
  amount: number;
  readonly lots: Lots;
}

export const createTracedBin = (bin: FeedingBin, cohort: number): TracedBin => ({ bin, cohort, amount: 0, lots: createLots() });

/** What the book holds in a bin now; nothing where the window does not reach. */
export function amountIn(book: Book, { bin, cohort }: TracedBin): number {
  const plane = bin.plane + cohort;
  const index = bin.place - book.origin / bin.grain;
  if (index < book.low[plane] || index >= book.high[plane]) return 0;
  return book.values[book.start[plane] + index] * book.scale[plane];
}

/** Prices at which positions of a bin are typically entered. */
export const entryPricesOf = ({ place, grain }: FeedingBin): Pick<Span, "lowPrice" | "highPrice" | "price"> => ({
  lowPrice: priceAt(place * grain),
  highPrice: priceAt((place + 1) * grain),
  price: priceAt((place + 0.5) * grain),
});

/** The mark has moved: bins of one place that it came near have settled, those that it reached are empty. All cohorts of a place share their fate. */
export function sweptOrSettled(book: Book, cohorts: readonly TracedBin[]): void {
  const settled = cohorts[SETTLED];
  const settledNow = amountIn(book, settled);
  if (settledNow < settled.amount) clearLots(settled.lots);
  const left = cohorts.filter((of) => of.cohort !== SETTLED && of.amount > 0 && amountIn(book, of) === 0);
  const leftAmount = left.reduce((sum, { amount }) => sum + amount, 0);
  const survives = leftAmount > 0 ? Math.max(0, settledNow - settled.amount) / leftAmount : 0;
  for (const of of left) {
    if (survives > 0) pour(of.lots, settled.lots, { share: 1, survives });
    clearLots(of.lots);
    of.amount = 0;
  }
  settled.amount = settledNow;
}
