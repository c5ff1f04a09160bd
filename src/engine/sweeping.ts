import { LONG, SHORT } from "#core/position-side.ts";
import { type Book, binOffset } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import { settleBins, sweepRung } from "./sweep-plane.ts";
import type { Swept } from "./swept.ts";

export interface Approach {
  readonly distanceLeft: number;
  readonly closes: number;
}

/** Force-closes everything that the mark, now at row coordinate `at`, has reached on one side; returns the weighted amount. */
export function sweepSide(book: Book, { side, at, swept: into }: { side: 0 | 1; at: number; swept: Swept }): number {
  const first = side * book.rungCount;
  let forced = 0;
  for (let rung = 0; rung < book.rungCount; rung++) {
    const swept = sweepRung(book, first + rung, at, into);
    if (swept <= 0) continue;
    forced += book.weight[first + rung] * swept;
  }
  return forced;
}

/**
 * Owners who see liquidation come near close by themselves: as the mark moves from one coordinate to another, rows that it newly brings
 * within `distanceLeft` of their original distance lose the share `closes`. Returns the weighted amount that left.
 */
export function thinApproached(book: Book, ladder: Ladder, move: { from: number; to: number }, { distanceLeft, closes }: Approach): number {
  const side = move.to < move.from ? LONG : SHORT;
  const rungs = ladder.rungs[side];
  const low = Math.min(move.from, move.to);
  const high = Math.max(move.from, move.to);
  let left = 0;
  for (let rung = 0; rung < rungs.length; rung++) {
    const at = side * rungs.length + rung;
    const near = rungs[rung].shift * distanceLeft + binOffset(book, at);
    const grain = book.grain[at];
    const first = Math.ceil((low + near) / grain - 0.5);
    const end = Math.ceil((high + near) / grain - 0.5);
    if (first < end) left += book.weight[at] * settleBins(book, at, { first, end, closes });
  }
  return left;
}
