import type { LeverageEvent, LeverageShares } from "#core/events.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import type { RungStandings } from "#engine/book.ts";
import type { Ladder, Rung } from "#engine/ladder.ts";
import type { LadderPrior } from "#engine/ladder-prior.ts";

/** How published positions spread over leverage, and when that became known. */
export type SeenLeverage = Pick<LeverageEvent, "time" | "longShares" | "shortShares">;

/** What is opened on each side, as it follows from published positions; part of the estimate's state. */
export interface AdoptedPrior {
  /** Of the {@link SeenLeverage} that it is made of. */
  readonly time: number;
  /** [side][rung]: of what price alone can close; a side's sum to 1. */
  readonly opened: readonly [readonly number[], readonly number[]];
  /** [side]: of all that is opened, what price alone cannot close. */
  readonly never: readonly [number, number];
}

/**
 * Of the part of open interest that was not seen, how much is taken to be spread as the seen part is, once a tenth was seen; the rest as the prior has it.
 * From accounts split at random: docs/estimation.md section 12.
 */
const LIKE_THE_SEEN = 0.2;
const ENOUGH_SEEN = 0.1;

/** Nothing is opened this many times more, or less, than the prior has it: little may stand in a rung by chance. */
const LARGEST_FACTOR = 8;

/**
 * What is opened, so that what stands spreads as it was seen to: `opened = stands / what would stand if all were of the rung`.
 * Of most of the part of open interest that was not seen the prior itself is believed. `base`: the ladder of the prior alone; `standings`: per unit weight.
 */
export function priorOfSeen(seen: SeenLeverage, base: Ladder, standings: readonly [RungStandings, RungStandings]): AdoptedPrior {
  const [long, short] = ([LONG, SHORT] as const).map((side) =>
    openedOfSide(side === LONG ? seen.longShares : seen.shortShares, { base, side, standing: standings[side] }),
  );
  return { time: seen.time, opened: [long.rungs, short.rungs], never: [long.never, short.never] };
}

/** How much of a side is taken to spread as what was seen of it. */
export function believedShare(seen: number): number {
  return seen + (1 - seen) * LIKE_THE_SEEN * Math.min(1, seen / ENOUGH_SEEN);
}

/** The prior with what is opened replaced. */
export function withAdopted(prior: LadderPrior, adopted: AdoptedPrior | undefined): LadderPrior {
  if (adopted === undefined) return prior;
  return { ...prior, opened: adopted.opened[LONG], shortOpened: adopted.opened[SHORT], neverShare: adopted.never };
}

interface OpenedSide {
  readonly rungs: readonly number[];
  readonly never: number;
}

function openedOfSide({ rungs: seenRungs, never, seen }: LeverageShares, of: { base: Ladder; side: 0 | 1; standing: RungStandings }): OpenedSide {
  const { base, side, standing } = of;
  const rungs = base.rungs[side];
  const baseNever = base.priorNever[side];
  const stood = rungs.reduce((sum, { priorWeight }, rung) => sum + priorWeight * standing.rungs[rung], baseNever * standing.never);
  const seenAt = new Float64Array(rungs.length);
  for (const [leverage, share] of seenRungs) seenAt[nearestRung(rungs, leverage)] += share;
  const believed = believedShare(seen);
  /** What spreads as the prior has it: of that the factor is one. */
  const moved = (opened: number, unit: number, wasSeen: number): number => {
    if (opened * unit === 0) return opened;
    const factor = believed * (wasSeen / ((opened * unit) / stood)) + (1 - believed);
    return opened * Math.min(LARGEST_FACTOR, Math.max(1 / LARGEST_FACTOR, factor));
  };
  const opened = rungs.map(({ priorWeight }, rung) => (priorWeight > 0 ? moved(priorWeight, standing.rungs[rung], seenAt[rung]) : 0));
  const unreachable = moved(baseNever, standing.never, never);
  const reachable = opened.reduce((sum, share) => sum + share, 0);
  return { rungs: opened.map((share) => share / reachable), never: unreachable / (unreachable + reachable) };
}

/** Of the cross rungs that the brackets allow: the account stands behind most of what is published. */
function nearestRung(rungs: readonly Rung[], leverage: number): number {
  let nearest = rungs.findIndex(({ margin }) => margin === "cross");
  for (let rung = nearest + 1; rung < rungs.length; rung++) {
    const { margin, priorWeight } = rungs[rung];
    if (margin === "cross" && priorWeight > 0 && Math.abs(Math.log(rungs[rung].leverage / leverage)) < Math.abs(Math.log(rungs[nearest].leverage / leverage)))
      nearest = rung;
  }
  return nearest;
}
