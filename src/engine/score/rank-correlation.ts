/** Ranks from 0, ties share their mean rank. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Float64Array(order.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to].value === order[from].value) to++;
    for (let i = from; i < to; i++) ranks[order[i].index] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson correlation over the given indices (repeats allowed); 0 when either series does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>, indices: ArrayLike<number>): number {
  const n = indices.length;
  let meanA = 0;
  let meanB = 0;
  for (let k = 0; k < n; k++) {
    meanA += a[indices[k]] / n;
    meanB += b[indices[k]] / n;
  }
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let k = 0; k < n; k++) {
    const da = a[indices[k]] - meanA;
    const db = b[indices[k]] - meanB;
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
