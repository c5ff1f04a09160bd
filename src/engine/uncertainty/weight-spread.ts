import { COHORTS, type Book, planeIndex } from "#engine/book.ts";
import type { WeightVariance } from "./weight-variance.ts";

/** Bins of `rowsPerBin` price rows, aligned as score/bin-grid.ts aligns them: bin b holds the rows from b x rowsPerBin up. */
export interface BinWindow {
  readonly firstBin: number;
  readonly binCount: number;
  readonly rowsPerBin: number;
}

/**
 * Variance of ln(USD) of every bin of a side that comes from the weights of its rungs, to first order. A bin of which a rung holds the share s
 * moves by s - t for each 1 % by which that rung's weight is off, where t is its share of open interest: the side is scaled to open interest
 * again. Openings that are still owed are left out.
 */
export function weightSpread(book: Book, side: 0 | 1, window: BinWindow, weights: WeightVariance): Float64Array {
  const { own, loadings, neighbourhoods, standing } = weights;
  const { binCount } = window;
  const usd = new Float64Array(binCount);
  const squares = new Float64Array(binCount);
  const crossed = new Float64Array(binCount);
  const moves = new Float64Array(neighbourhoods * binCount);
  const ofRung = new Float64Array(binCount);
  const sideMoves = new Float64Array(neighbourhoods);
  let sideSquares = 0;
  for (let rung = 0; rung < book.rungCount; rung++) {
    const variance = own[rung];
    const share = standing[rung];
    sideSquares += variance * share * share;
    for (let factor = 0; factor < neighbourhoods; factor++) sideMoves[factor] += loadings[rung * neighbourhoods + factor] * share;
    const { low, high } = binRung(book, { side, rung, window, into: ofRung });
    const towards = variance * share;
    for (let bin = low; bin < high; bin++) {
      const amount = ofRung[bin];
      usd[bin] += amount;
      squares[bin] += variance * amount * amount;
      crossed[bin] += towards * amount;
    }
    for (let factor = 0; factor < neighbourhoods; factor++) {
      const loading = loadings[rung * neighbourhoods + factor];
      if (loading < SMALLEST_LOADING) continue;
      const into = factor * binCount;
      for (let bin = low; bin < high; bin++) moves[into + bin] += loading * ofRung[bin];
    }
    ofRung.fill(0, low, high);
  }
  for (let bin = 0; bin < binCount; bin++) {
    const per = usd[bin] > 0 ? 1 / usd[bin] : 0;
    let variance = squares[bin] * per * per - 2 * crossed[bin] * per + sideSquares;
    for (let factor = 0; factor < neighbourhoods; factor++) variance += (moves[factor * binCount + bin] * per - sideMoves[factor]) ** 2;
    squares[bin] = variance;
  }
  return squares;
}

/** Of a standard deviation: less cannot be seen in a sum of squares. */
const SMALLEST_LOADING = 0.005;

/** Sums what stands in a rung to bins, up to a factor that is the same for all rungs of a bin; returns the bins that it reaches, [low, high). */
function binRung(
  book: Book,
  { side, rung, window, into }: { side: 0 | 1; rung: number; window: BinWindow; into: Float64Array },
): { low: number; high: number } {
  const { firstBin, binCount, rowsPerBin } = window;
  const at = side * book.rungCount + rung;
  const grain = book.grain[at];
  const weight = book.weight[at];
  const start = book.origin + book.shift[at] + Math.round(book.drift[at]) - firstBin * rowsPerBin;
  const end = binCount * rowsPerBin - grain;
  let low = binCount;
  let high = 0;
  for (let p = planeIndex(book, side, rung), last = p + COHORTS; p < last; p++) {
    const from = Math.max(book.low[p], Math.ceil(-start / grain));
    const to = Math.min(book.high[p], Math.floor((end - start) / grain) + 1);
    if (to <= from || weight === 0) continue;
    const base = book.start[p];
    const factor = weight * book.scale[p];
    for (let i = from; i < to; i++) {
      const row = start + i * grain;
      const bin = (row / rowsPerBin) | 0;
      const amount = book.values[base + i] * factor;
      const beyond = Math.max(0, row + grain - (bin + 1) * rowsPerBin) / grain;
      into[bin] += amount * (1 - beyond);
      if (beyond > 0) into[bin + 1] += amount * beyond;
    }
    low = Math.min(low, ((start + from * grain) / rowsPerBin) | 0);
    high = Math.max(high, Math.min(binCount, (((start + to * grain - 1) / rowsPerBin) | 0) + 1));
  }
  return { low, high };
}
