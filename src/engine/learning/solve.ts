/** Solves `matrix` x = `right` by elimination with row exchange; the answer replaces `right`. `matrix` is row-major, square, and used up. */
export function solveInPlace(matrix: Float64Array, right: Float64Array): void {
  const n = right.length;
  for (let pivot = 0; pivot < n; pivot++) {
    let best = pivot;
    for (let row = pivot + 1; row < n; row++) if (Math.abs(matrix[row * n + pivot]) > Math.abs(matrix[best * n + pivot])) best = row;
    if (best !== pivot) exchange(matrix, right, pivot, best);
    for (let row = pivot + 1; row < n; row++) {
      const factor = matrix[row * n + pivot] / matrix[pivot * n + pivot];
      if (factor === 0) continue;
      for (let column = pivot; column < n; column++) matrix[row * n + column] -= factor * matrix[pivot * n + column];
      right[row] -= factor * right[pivot];
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let left = right[row];
    for (let column = row + 1; column < n; column++) left -= matrix[row * n + column] * right[column];
    right[row] = left / matrix[row * n + row];
  }
}

function exchange(matrix: Float64Array, right: Float64Array, one: number, other: number): void {
  const n = right.length;
  for (let column = one; column < n; column++) {
    const kept = matrix[one * n + column];
    matrix[one * n + column] = matrix[other * n + column];
    matrix[other * n + column] = kept;
  }
  const kept = right[one];
  right[one] = right[other];
  right[other] = kept;
}
