import { COHORTS, type Book, createBook, neverStanding, planeIndex, standing, widen } from "./book.ts";
import { coldStart } from "./cold-start.ts";
import type { Ladder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";

/**
 * Opens on each side an amount whose entries nobody saw: as a market in its steady state would hold them around row coordinate `at`. For the part of
 * a book that was closed during a hole in the data. Allocates a book: for rare events only.
 */
export function refill(book: Book, ladder: Ladder, { prior, at, amounts }: { prior: LadderPrior; at: number; amounts: readonly [number, number] }): void {
  const unseen = createBook(ladder, book.rowCount);
  unseen.origin = book.origin;
  unseen.weight.set(book.weight);
  unseen.neverWeight.set(book.neverWeight);
  coldStart(unseen, ladder, prior, at);
  for (const side of [0, 1] as const) {
    const share = amounts[side] / standing(unseen, ladder, side);
    for (let p = planeIndex(book, side, 0); p < planeIndex(book, side, 0) + book.rungCount * COHORTS; p++) addPlane(book, unseen, p, share);
    const never = neverStanding(unseen, side) * share;
    const stood = neverStanding(book, side);
    const grown = stood > 0 ? (stood + never) / stood : 1;
    book.never[side * 2] *= grown;
    book.never[side * 2 + 1] *= grown;
  }
}

function addPlane(book: Book, from: Book, p: number, share: number): void {
  if (from.high[p] <= from.low[p]) return;
  widen(book, p, from.low[p], from.high[p]);
  const factor = (share * from.scale[p]) / book.scale[p];
  const base = book.start[p];
  for (let bin = from.low[p]; bin < from.high[p]; bin++) book.values[base + bin] += from.values[base + bin] * factor;
  book.mass[p] += from.mass[p] * factor;
}
