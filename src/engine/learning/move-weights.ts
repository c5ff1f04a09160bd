import type { Book } from "#engine/book.ts";
import type { Ladder } from "#engine/ladder.ts";

/** Moves weights along with the prior's shares, by the same factor, so that what prints have taught stays; planes stay, and what stands follows. */
export function moveWeights(book: Book, before: Ladder, after: Ladder): void {
  for (const side of [0, 1] as const) {
    let total = (book.neverWeight[side] *= factorOf(before.priorNever[side], after.priorNever[side]));
    for (let rung = 0; rung < book.rungCount; rung++) {
      const k = side * book.rungCount + rung;
      total += book.weight[k] *= factorOf(before.rungs[side][rung].priorWeight, after.rungs[side][rung].priorWeight);
    }
    book.neverWeight[side] /= total;
    for (let k = side * book.rungCount; k < (side + 1) * book.rungCount; k++) book.weight[k] /= total;
  }
}

const factorOf = (was: number, is: number): number => (was > 0 ? is / was : 1);
