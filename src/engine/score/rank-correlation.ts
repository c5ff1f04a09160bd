/** Ranks from 0, ties share their mean rank. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(order.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson correlation of two series; 0 when either does not vary. */
export function correlationOf(a: Float64Array, b: Float64Array): number {
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
    ab += (a[i] - meanA) * (b[i] - meanB);
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** What a correlation needs to know of two series, summed per block: a bootstrap then costs blocks, not observations. */
export interface BlockSums {
  readonly count: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly aa: Float64Array;
  readonly bb: Float64Array;
  readonly ab: Float64Array;
}

/** Sums two series of ranks per block; `blocks[i]` is the block of observation `i`, below `blockCount`. */
export function sumBlocks(a: Float64Array, b: Float64Array, blocks: ArrayLike<number>, blockCount: number): BlockSums {
  const zeros = () => new Float64Array(blockCount);
  const sums = { count: zeros(), a: zeros(), b: zeros(), aa: zeros(), bb: zeros(), ab: zeros() };
  const middle = (a.length - 1) / 2;
  for (let i = 0; i < a.length; i++) {
    const block = blocks[i];
    const da = a[i] - middle;
    const db = b[i] - middle;
    sums.count[block]++;
    sums.a[block] += da;
    sums.b[block] += db;
    sums.aa[block] += da * da;
    sums.bb[block] += db * db;
    sums.ab[block] += da * db;
  }
  return sums;
}

/** Pearson correlation over the given blocks (repeats allowed); 0 when either series does not vary. */
export function correlationOfBlocks(sums: BlockSums, blocks: ArrayLike<number>): number {
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < blocks.length; k++) {
    const block = blocks[k];
    n += sums.count[block];
    a += sums.a[block];
    b += sums.b[block];
    aa += sums.aa[block];
    bb += sums.bb[block];
    ab += sums.ab[block];
  }
  const varianceA = aa - (a * a) / n;
  const varianceB = bb - (b * b) / n;
  // Sums of constant series cancel to a few units in the last place.
  if (!(varianceA > aa * 1e-12) || !(varianceB > bb * 1e-12)) return 0;
  return (ab - (a * b) / n) / Math.sqrt(varianceA * varianceB);
}
