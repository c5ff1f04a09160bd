import { FAST, GRAINS, OPENED_COHORTS, SLOW, type Book, type Profile, binOffset } from "./book.ts";
import { type Deposit, deposit } from "./deposit.ts";
import { createProfile } from "./price-path.ts";
import type { Ladder } from "./ladder.ts";
import { layRung } from "./rung-layout.ts";

/** Newly opened positions of one side, entered at the prices of a profile. */
export interface Opening {
  readonly side: 0 | 1;
  readonly profile: Profile;
  /** In the conserved unit, over all rungs; negative takes back what an earlier opening with the same profile put there. */
  readonly amount: number;
  /** Liquidation rows price has been at or beyond since the entry; +-Infinity when none. */
  readonly sweptFrom: number;
  /** Rungs [fromRung, toRung) take part. */
  readonly fromRung: number;
  readonly toRung: number;
}

/** The profile of the opening at hand in every grain but the first, and the deposit that serves all of its rungs; openings do not nest. */
const coarse = GRAINS.map(() => createProfile());
const part: Deposit = { side: 0, rung: 0, layout: { first: 0, count: 0, weights: new Float64Array(0) }, total: 0, fastShare: 0, amount: 0, sweptFrom: 0 };

/** Adds an opening to its rungs. */
export function open(book: Book, ladder: Ladder, opening: Opening): void {
  const { side, profile, amount, sweptFrom, fromRung, toRung } = opening;
  if (amount === 0 || !(profile.total > 0) || fromRung >= toRung) return;
  const rungs = ladder.rungs[side];
  part.side = side;
  part.sweptFrom = sweptFrom;
  part.total = profile.total;
  part.amount = amount;
  let entered = profile;
  let grain = 1;
  for (let index = fromRung; index < toRung; index++) {
    const rung = rungs[index];
    if (rung.priorWeight === 0) continue;
    const at = side * book.rungCount + index;
    if (book.grain[at] !== grain) {
      grain = book.grain[at];
      entered = inGrain(profile, grain);
    }
    part.rung = index;
    part.fastShare = rung.fastShare;
    part.layout = layRung(rung, entered, { grain, offset: binOffset(book, at) });
    deposit(book, part);
  }
}

/** A profile in bins of `grain` rows. The returned profile is reused by the next opening. */
export function inGrain(profile: Profile, grain: number): Profile {
  if (grain === 1) return profile;
  const { first, count, weights, total } = profile;
  const bins = coarse[Math.log2(grain)];
  bins.first = Math.floor(first / grain);
  bins.count = Math.floor((first + count - 1) / grain) - bins.first + 1;
  if (bins.weights.length < bins.count) bins.weights = new Float64Array(bins.count * 2);
  else bins.weights.fill(0, 0, bins.count);
  const offset = first - bins.first * grain;
  for (let row = 0; row < count; row++) bins.weights[((offset + row) / grain) | 0] += weights[row];
  bins.total = total;
  return bins;
}

/** Adds the part of an opening that price can never close. */
export function openNever(book: Book, { side, amount, fastShare }: { side: 0 | 1; amount: number; fastShare: number }): void {
  const at = side * OPENED_COHORTS;
  book.never[at + FAST] = Math.max(0, book.never[at + FAST] + amount * fastShare);
  book.never[at + SLOW] = Math.max(0, book.never[at + SLOW] + amount * (1 - fastShare));
}
