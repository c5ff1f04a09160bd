import { LONG, SHORT } from "#core/position-side.ts";
import { type Hazards, type Keeps, age, hoursToClose } from "./ageing.ts";
import { type Book, type Profile, scaleSide, standing } from "./book.ts";
import type { Ladder } from "./ladder.ts";
import { open, openNever } from "./opening.ts";
import { layOut } from "./owed-openings.ts";
import { type PendingFlow, entryProfile, mergedProfile } from "./pending-flow.ts";
import type { PhaseObserver } from "./phase.ts";

const NOTHING = [0, 0] as const;
/**
 * Of a fall, what is put down to owners who close sooner, as hazards have it; the other half thins out the whole side. How much sooner high leverage closes is
 * a belief, and believed in full every fall would take mostly what stands near price: docs/estimation.md section 5.7.
 */
const CLOSED_BY_OWNERS = 0.5;

/**
 * Brings the book to a new open interest (docs/estimation.md section 5.5). One contract is one long and one short, so both sides change by dOI.
 * A rise is opened over the volume-at-price since the last sample, except where price has been since. A fall ages a side by exactly the hours in which
 * its owners close half of it more (who leaves is whoever stands, not who has just come); scaling to open interest takes the rest from everybody alike.
 * Volume bounds the closes: V = opens of one side + closes of the other + churn, hence what both sides closed and opened again is at most V - |dOI|.
 * What the model closed beyond that has not happened: as much of its replacement is taken back, and scaling to open interest puts the rest of the book
 * back up.
 */
export function reconcile(
  book: Book,
  ladder: Ladder,
  of: {
    change: number;
    pending: PendingFlow;
    neverFastShare: number;
    hazards: Hazards;
    keeps: Keeps;
    observer?: PhaseObserver | undefined;
  },
): void {
  const { change, pending } = of;
  const closed = pending.turnover[LONG] + pending.turnover[SHORT];
  const beyond = pending.volumeKnown && closed > 0 ? Math.max(0, 1 - Math.max(0, pending.tradedVolume - Math.abs(change)) / closed) : 0;
  const openedOf = (side: 0 | 1) => Math.max(0, change) - beyond * pending.turnover[side];
  const opened = [openedOf(LONG), openedOf(SHORT)] as const;
  const left = layOut(book, ladder, pending.count > 0 ? opened : NOTHING);
  const merged = pending.count > 0 ? mergedProfile(pending) : undefined;
  for (const side of [LONG, SHORT] as const) {
    const { neverFastShare } = of;
    if (opened[side] !== 0 && merged) openPending(book, ladder, { side, amount: opened[side], farAmount: left[side], pending, merged, neverFastShare });
    of.observer?.after("reconciled");
    if (change >= 0) continue;
    hoursToClose(book, { side, hazards: of.hazards, amount: -change * CLOSED_BY_OWNERS, keeps: of.keeps });
    age(book, side, of.keeps);
    of.observer?.after("aged");
  }
}

/**
 * Opens (or takes back) an amount over all pending entries; of it only `farAmount` in the far rungs, where the rest went with what was owed.
 * Rungs that price cannot have reached since take the merged profile at once.
 */
function openPending(
  book: Book,
  ladder: Ladder,
  of: { side: 0 | 1; amount: number; farAmount: number; pending: PendingFlow; merged: Profile; neverFastShare: number },
): void {
  const { side, pending, merged, amount, farAmount, neverFastShare } = of;
  const { farRungs } = ladder;
  const near = Math.max(nearRungs(ladder, side, pending), farRungs);
  const unswept = side === LONG ? Infinity : -Infinity;
  openNever(book, { side, amount, fastShare: neverFastShare });
  open(book, ladder, { side, profile: merged, amount: farAmount, sweptFrom: unswept, fromRung: 0, toRung: farRungs });
  open(book, ladder, { side, profile: merged, amount, sweptFrom: unswept, fromRung: farRungs, toRung: near });
  if (near === book.rungCount) return;
  for (let i = 0; i < pending.count; i++) {
    const profile = entryProfile(pending, i);
    const sweptFrom = side === LONG ? pending.lowAfter[i] : pending.highAfter[i];
    open(book, ladder, { side, profile, amount: (amount * pending.volume[i]) / merged.total, sweptFrom, fromRung: near, toRung: book.rungCount });
  }
}

/** Index of the first rung that liquidates so close to entry that a pending entry of it may have been swept already. */
function nearRungs(ladder: Ladder, side: 0 | 1, pending: PendingFlow): number {
  let reach = 0;
  for (let i = 0; i < pending.count; i++) {
    const last = pending.first[i] + pending.rows[i];
    reach = Math.max(reach, side === LONG ? last - pending.lowAfter[i] : pending.highAfter[i] - pending.first[i]);
  }
  const rungs = ladder.rungs[side];
  const first = rungs.findIndex(({ nearest }) => nearest <= reach + 2);
  return first < 0 ? rungs.length : first;
}

/** Scales a side so that its standing total is exactly `openInterest`; what rounding, skipped rows and unexplained changes left is spread over it. */
export function normalise(book: Book, ladder: Ladder, side: 0 | 1, openInterest: number): void {
  const total = standing(book, ladder, side);
  if (total > 0) scaleSide(book, side, openInterest / total);
}
