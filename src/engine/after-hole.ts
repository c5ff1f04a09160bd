import { LONG, SHORT } from "#core/position-side.ts";
import { type Hazards, type Keeps, age, keepsOver } from "./ageing.ts";
import { type Book, standing } from "./book.ts";
import { recentre } from "./book-upkeep.ts";
import type { Ladder } from "./ladder.ts";
import type { LadderPrior } from "./ladder-prior.ts";
import { layOut } from "./owed-openings.ts";
import type { PhaseObserver } from "./phase.ts";
import { refill } from "./refill.ts";
import { sweepSide } from "./sweeping.ts";
import type { Swept } from "./swept.ts";

/**
 * Carries a book over `hours` without data, to the price coordinate `at`: the jump sweeps, owners have closed as they do, and what they opened again
 * was entered where nobody looked.
 */
export function carryOverHole(
  book: Book,
  ladder: Ladder,
  of: {
    at: number;
    hours: number;
    openInterest: number;
    prior: LadderPrior;
    hazards: Hazards;
    keeps: Keeps;
    swept: Swept;
    observer: PhaseObserver | undefined;
  },
): void {
  const { at, observer } = of;
  layOut(book, ladder, [0, 0]);
  observer?.after("laid-out");
  recentre(book, Math.floor(at), Math.ceil(at));
  for (const side of [LONG, SHORT] as const) sweepSide(book, { side, at, swept: of.swept });
  observer?.after("swept");
  keepsOver(of.hazards, of.hours, of.keeps);
  for (const side of [LONG, SHORT] as const) age(book, side, of.keeps);
  observer?.after("aged");
  const amounts = ([LONG, SHORT] as const).map((side) => Math.max(0, of.openInterest - standing(book, ladder, side)));
  refill(book, ladder, { prior: of.prior, at, amounts: [amounts[LONG], amounts[SHORT]] });
  observer?.after("first-book");
}
