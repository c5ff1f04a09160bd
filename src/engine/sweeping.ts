import { LONG, SHORT } from "#core/position-side.ts";
import type { Book } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import { sweepRung, thinRung } from "./sweep-plane.ts";

export interface Approach {
  readonly distanceLeft: number;
  readonly closes: number;
}

/** Force-closes everything that the mark, now at row coordinate `at`, has reached on one side; returns the weighted amount. */
export function sweepSide(book: Book, ladder: Ladder, side: 0 | 1, at: number): number {
  const rungs = ladder.rungs[side];
  let forced = 0;
  for (let rung = 0; rung < rungs.length; rung++) {
    const swept = sweepRung(book, side, rung, at);
    if (swept > 0) forced += rungs[rung].weight * swept;
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
  let left = 0;
  for (let rung = 0; rung < rungs.length; rung++) {
    const { shift, weight } = rungs[rung];
    const near = shift * distanceLeft;
    const band = { from: Math.min(move.from, move.to) + near, to: Math.max(move.from, move.to) + near, keep: 1 - closes };
    left += weight * thinRung(book, side, rung, band);
  }
  return left;
}
