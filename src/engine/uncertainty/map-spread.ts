import type { Book } from "#engine/book.ts";
import { orderUsd } from "#engine/learning/evidence.ts";
import { type Band, type Spread, bandOf } from "./spread-quantile.ts";
import { SPREAD_PRIOR, type SpreadPrior } from "./spread-prior.ts";
import { type BinWindow, weightSpread } from "./weight-spread.ts";
import { type WeightFacts, weightVariance } from "./weight-variance.ts";

/** Ten price rows, 20 basis points: the bins in which bands are stated and scored. */
export const ROWS_PER_BAND = 10;

/** What a map may be wrong by, bin by bin. Bands of any stretch of it follow, see {@link bandBetween}. */
export interface MapSpread extends BinWindow {
  /** See {@link Spread}; per bin, longs and shorts. */
  readonly variance: readonly [long: Float64Array, short: Float64Array];
  readonly lean: number;
  readonly positionUsd: number;
}

/** The same with the mark that it is stated around. */
export interface MarkedSpread extends MapSpread {
  readonly mark: number;
}

export interface SpreadOf extends WeightFacts {
  readonly openInterestUsd: number;
  /** The map's window of price rows. */
  readonly firstRow: number;
  readonly rowCount: number;
}

/** The spread of a book's map; about a third of a millisecond, so only when asked for. */
export function mapSpread(book: Book, of: SpreadOf, prior: SpreadPrior = SPREAD_PRIOR): MapSpread {
  const firstBin = Math.floor(of.firstRow / ROWS_PER_BAND);
  const binCount = Math.ceil((of.firstRow + of.rowCount) / ROWS_PER_BAND) - firstBin;
  const window = { firstBin, binCount, rowsPerBin: ROWS_PER_BAND };
  const unit = orderUsd(of.evidence);
  const ofSide = (side: 0 | 1) => {
    const variance = weightSpread(book, side, window, weightVariance(book, side, of, prior));
    for (let bin = 0; bin < binCount; bin++) variance[bin] += prior.side + prior.bin;
    return variance;
  };
  return {
    ...window,
    variance: [ofSide(0), ofSide(1)],
    lean: prior.lean,
    positionUsd: unit > 0 ? prior.positionPerOrder * unit : prior.positionShare * of.openInterestUsd,
  };
}

/** A stretch of one side of the map, [fromRow, toRow), and the USD estimated there. */
export interface Stretch {
  readonly side: 0 | 1;
  readonly fromRow: number;
  readonly toRow: number;
  readonly usd: number;
}

/**
 * The band of a cell, a bin or a cluster. The model's errors are taken to be the same all over the stretch (neighbouring bins are off together),
 * lumps are not: a wider stretch holds more positions, so its band is narrower.
 */
export const bandBetween = (spread: MapSpread, stretch: Stretch): Band => bandOf(stretch.usd, spreadBetween(spread, stretch));

export function spreadBetween(spread: MapSpread, { side, fromRow, toRow }: Omit<Stretch, "usd">): Spread {
  const { firstBin, binCount, rowsPerBin, lean, positionUsd } = spread;
  const within = (bin: number) => Math.min(binCount - 1, Math.max(0, bin - firstBin));
  const first = within(Math.floor(fromRow / rowsPerBin));
  const last = Math.max(first, within(Math.ceil(toRow / rowsPerBin) - 1));
  let sum = 0;
  for (let bin = first; bin <= last; bin++) sum += spread.variance[side][bin];
  return { variance: sum / (last - first + 1), lean, positionUsd };
}
