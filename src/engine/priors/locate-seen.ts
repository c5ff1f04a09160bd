import type { LeverageShares } from "#core/events.ts";
import type { Book } from "#engine/book.ts";
import type { Ladder, Rung } from "#engine/ladder.ts";
import { BANDS, bandOf, rungBands } from "#engine/rung-bands.ts";
import { believedShare } from "./seen-leverage.ts";

/** A position that an exchange publishes. */
export interface SeenPosition {
  readonly size: number;
  /** Undefined: price alone cannot close it. */
  readonly liquidationPrice: number | undefined;
  /** Effective leverage at its entry price. */
  readonly entryLeverage: number;
}

interface SeenSide {
  readonly side: 0 | 1;
  readonly mark: number;
  /** Share of the side's open interest that was seen. */
  readonly seen: number;
  readonly book: Book;
  /** The ladder of the prior alone. */
  readonly base: Ladder;
}

/** What runs at less is out of price's reach: docs/estimation.md section 3. */
const LOWEST_LEVERAGE = 1.05;
/** Of weights and responsibilities in turn; what is told next begins anew from the prior. */
const ROUNDS = 8;

/**
 * How a side's published positions spread over the rungs. Levels in reach go to the rungs that the book itself has there, in proportion (responsibilities), which
 * makes the map stand where they were seen; those elsewhere to the rung nearest to their leverage at entry.
 */
export function sharesOfSeen(positions: readonly SeenPosition[], { side, mark, seen, book, base }: SeenSide): LeverageShares {
  const candidates = base.rungs[side].flatMap((rung, at) => (rung.margin === "cross" && rung.priorWeight > 0 ? [{ rung, at }] : []));
  const rungs = candidates.map(({ rung }) => rung);
  const bands = candidates.map(({ at }) => rungBands(book, { side, rung: at, mark }));
  const isHeld = (band: number) => band < BANDS && bands.some((held) => held[band] > 0);
  const inBand = new Float64Array(BANDS);
  const sizes = new Float64Array(rungs.length);
  let never = 0;
  for (const { size, liquidationPrice, entryLeverage } of positions) {
    const band = liquidationPrice === undefined ? BANDS : bandOf(liquidationPrice / mark, side);
    if (isHeld(band)) inBand[band] += size;
    else if (liquidationPrice === undefined || entryLeverage < LOWEST_LEVERAGE) never += size;
    else sizes[nearest(rungs, entryLeverage)] += size;
  }
  attribute(inBand, { rungs, bands, believed: believedShare(seen) }).forEach((size, rung) => (sizes[rung] += size));
  const total = sizes.reduce((sum, size) => sum + size, never);
  const spread = rungs.flatMap(({ leverage }, rung) => (sizes[rung] > 0 ? [[leverage, sizes[rung] / total] as const] : []));
  return { rungs: spread, never: total > 0 ? never / total : 0, seen: Math.min(1, seen) };
}

/** Sizes by rung of sizes by band, by weights that hold what was seen as far as it is believed and what the prior says beyond. */
function attribute(
  inBand: Float64Array,
  { rungs, bands, believed }: { rungs: readonly Rung[]; bands: readonly Float64Array[]; believed: number },
): Float64Array {
  const seen = inBand.reduce((sum, size) => sum + size, 0);
  const unit = bands.map((held) => held.reduce((sum, size) => sum + size, 0));
  const prior = rungs.map(({ priorWeight }, rung) => priorWeight * unit[rung]);
  const priorTotal = prior.reduce((sum, size) => sum + size, 0);
  let weights = rungs.map(({ priorWeight }) => priorWeight);
  let sizes = new Float64Array(rungs.length);
  if (seen === 0) return sizes;
  for (let round = 0; round < ROUNDS; round++) {
    sizes = responsibilities(inBand, { weights, bands });
    weights = weights.map((_, rung) => (unit[rung] > 0 ? ((believed * sizes[rung]) / seen + ((1 - believed) * prior[rung]) / priorTotal) / unit[rung] : 0));
  }
  return sizes;
}

function responsibilities(inBand: Float64Array, { weights, bands }: { weights: readonly number[]; bands: readonly Float64Array[] }): Float64Array<ArrayBuffer> {
  const sizes = new Float64Array(weights.length);
  inBand.forEach((size, band) => {
    if (size === 0) return;
    const held = weights.reduce((sum, weight, rung) => sum + weight * bands[rung][band], 0);
    for (let rung = 0; rung < sizes.length; rung++) sizes[rung] += (size * weights[rung] * bands[rung][band]) / held;
  });
  return sizes;
}

const nearest = (rungs: readonly Rung[], leverage: number): number =>
  rungs.reduce((best, rung, i) => (Math.abs(Math.log(rung.leverage / leverage)) < Math.abs(Math.log(rungs[best].leverage / leverage)) ? i : best), 0);
