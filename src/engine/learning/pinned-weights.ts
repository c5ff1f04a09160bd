import { AppError } from "#core/app-error.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { POSITION_SIDES, type PositionSide } from "#core/position-side.ts";
import { type Book, scaleSide } from "#engine/book.ts";
import type { PriorRung } from "#engine/ladder-prior.ts";
import { type Evidence, scaleExposure } from "./evidence.ts";
import type { PriorLevel } from "./posterior.ts";

/** Weights to hold a ladder at: exported ones (LadderWeights), or a part of them. What is left out learns on. */
export interface WeightsToPin {
  /** Name and version of the model that they are of. */
  readonly model: string;
  readonly instrument: Pick<Instrument, "exchange" | "symbol">;
  readonly long: SideToPin;
  readonly short: SideToPin;
}

export interface SideToPin {
  readonly rungs: readonly (PriorRung & { readonly share: number })[];
  readonly never?: { readonly share: number } | undefined;
}

/** Shares that are held, by index of the rung; undefined: it learns. */
export interface PinnedSide {
  readonly rungs: readonly (number | undefined)[];
  readonly never: number | undefined;
  /** Sum of the held shares, at most 1. */
  readonly total: number;
}

/** Both sides, and a short name of exactly these shares: an estimate that holds them is another model. */
export interface PinnedWeights extends Readonly<Record<PositionSide, PinnedSide>> {
  readonly name: string;
}

/** A sum of shares that were written with some digits. */
const ROUNDING = 1e-4;

/** Checks weights against the ladder that is to hold them. Throws `bad-input`: they are of another model, instrument or ladder, or impossible shares. */
export function pinWeights(
  weights: WeightsToPin,
  to: { model: string; instrument: Pick<Instrument, "exchange" | "symbol">; rungs: readonly PriorRung[] },
): PinnedWeights {
  const [model] = weights.model.split("+", 1);
  if (model !== to.model) throw new AppError("bad-input", `these weights are of the model ${weights.model}, and this one is ${to.model}`);
  if (instrumentId(weights.instrument) !== instrumentId(to.instrument))
    throw new AppError("bad-input", `these weights are of ${instrumentId(weights.instrument)}, not of ${instrumentId(to.instrument)}`);
  const [long, short] = POSITION_SIDES.map((side) => pinSide(side, weights[side], to.rungs));
  return { long, short, name: nameOf([long, short]) };
}

/** Throws `bad-input` when these can be the weights of no ladder: a rung twice, a share that is none, or more of them than there is. */
export function assertPossible({ long, short }: Pick<WeightsToPin, PositionSide>): void {
  heldShares("long", long);
  heldShares("short", short);
}

function pinSide(side: PositionSide, weights: SideToPin, ladder: readonly PriorRung[]): PinnedSide {
  const known = ladder.map(rungName);
  const stranger = weights.rungs.map(rungName).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new AppError("bad-input", `these weights are of another ladder: it has a ${side} rung ${stranger}, and this one has ${known.join(", ")}`);
  const { held, never, sum } = heldShares(side, weights);
  const whole = held.size === ladder.length && never !== undefined;
  if (whole && sum < 1 - ROUNDING) throw sumError(side, sum);
  const scale = whole || sum > 1 ? 1 / sum : 1;
  const scaled = (share: number | undefined) => (share === undefined ? undefined : share * scale);
  return { rungs: known.map((name) => scaled(held.get(name))), never: scaled(never), total: sum * scale };
}

/** The held shares of a side by the name of their rung, and their sum. */
function heldShares(side: PositionSide, { rungs, never }: SideToPin): { held: ReadonlyMap<string, number>; never: number | undefined; sum: number } {
  const held = new Map<string, number>();
  for (const { share, ...rung } of rungs) {
    const name = rungName(rung);
    if (held.has(name)) throw new AppError("bad-input", `these weights name the ${side} rung ${name} twice`);
    held.set(name, checkedShare(share, `the ${side} rung ${name}`));
  }
  const neverShare = never && checkedShare(never.share, `the ${side} side's never rung`);
  const sum = [...held.values(), neverShare ?? 0].reduce((total, share) => total + share, 0);
  if (sum > 1 + ROUNDING) throw sumError(side, sum);
  return { held, never: neverShare, sum };
}

const sumError = (side: PositionSide, sum: number): AppError =>
  new AppError("bad-input", `the shares of the ${side} side sum to ${Number(sum.toFixed(4))}, and a side's shares sum to 1`);

const rungName = ({ leverage, margin }: PriorRung): string => `${leverage}x ${margin}`;

function checkedShare(share: number, of: string): number {
  if (share >= 0 && share <= 1) return share;
  throw new AppError("bad-input", `the share of ${of} is ${share}, and a share is from 0 to 1`);
}

/** FNV-1a of the shares: equal names mean equal shares. */
function nameOf(sides: readonly PinnedSide[]): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(sides.map(({ rungs, never }) => [rungs, never]))) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return `pinned-${(hash >>> 0).toString(16).padStart(8, "0")}`;
}

/** True when nothing of a side is left to learn. */
export const isHeldWhole = ({ rungs, never }: PinnedSide): boolean => never !== undefined && rungs.every((share) => share !== undefined);

/**
 * Sets a side's pinned rungs back to their shares; what learns keeps its proportions and fills the rest. Planes and their exposure are scaled the
 * other way, as in learnWeights: what learns stands for what it stood for.
 */
export function holdPinned(book: Book, side: 0 | 1, of: { pinned: PinnedSide; evidence: Evidence; priorLevel: PriorLevel }): void {
  const { pinned, evidence, priorLevel } = of;
  const first = side * book.rungCount;
  let free = pinned.never === undefined ? book.neverWeight[side] : 0;
  for (let rung = 0; rung < book.rungCount; rung++) if (pinned.rungs[rung] === undefined) free += book.weight[first + rung];
  const left = isHeldWhole(pinned) ? 0 : Math.max(0, 1 - pinned.total);
  const scale = free > 0 && left > 0 ? free / left : 1;
  book.neverWeight[side] = pinned.never ?? (left > 0 ? book.neverWeight[side] / scale : 0);
  for (let rung = 0; rung < book.rungCount; rung++) {
    book.weight[first + rung] = pinned.rungs[rung] ?? (left > 0 ? book.weight[first + rung] / scale : 0);
    scaleExposure(evidence, first + rung, scale);
  }
  priorLevel[side] /= scale;
  scaleSide(book, side, scale);
}
