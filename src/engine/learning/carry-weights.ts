import { COHORTS, type Book, scalePlane } from "#engine/book.ts";
import type { Ladder } from "#engine/ladder.ts";
import { type Evidence, scaleExposure } from "./evidence.ts";
import type { PriorLevel } from "./posterior.ts";

/**
 * Brackets that change move the prior's shares among rungs: weights move along, by the same factor, or from the prior where a rung is new.
 * Planes and their exposure are scaled the other way: what stands stays, and what price has said about it. A rung that is no longer allowed keeps its
 * weight for what stands in it.
 */
export function carryWeights(
  book: Book,
  of: { before: Ladder; after: Ladder; evidence: Evidence; priorLevel: PriorLevel; held: (side: 0 | 1, rung: number) => boolean },
): void {
  const { evidence } = of;
  for (const side of [0, 1] as const) {
    for (let rung = 0; rung < book.rungCount; rung++) {
      const was = of.before.rungs[side][rung].priorWeight;
      const is = of.after.rungs[side][rung].priorWeight;
      if (is === was || is === 0 || of.held(side, rung)) continue;
      const k = side * book.rungCount + rung;
      const weight = was > 0 ? (book.weight[k] * is) / was : of.priorLevel[side] * is;
      const factor = book.weight[k] > 0 ? book.weight[k] / weight : 1;
      for (let p = k * COHORTS; p < (k + 1) * COHORTS; p++) scalePlane(book, p, factor);
      scaleExposure(evidence, k, factor);
      book.weight[k] = weight;
    }
  }
}
