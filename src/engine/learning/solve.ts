/**
 * Solves `matrix` x = `right` for a symmetric, positive definite matrix by Cholesky's rule; the answer replaces `right`. Of `matrix`, row-major, only the
 * lower triangle is read; it is used up, and may be longer than it has to be.
 */
export function solveInPlace(matrix: Float64Array, right: Float64Array): void {
  const n = right.length;
  for (let row = 0; row < n; row++) {
    const own = row * n;
    for (let column = 0; column < row; column++)
      matrix[own + column] = (matrix[own + column] - dot(matrix, own, column * n, column)) / matrix[column * n + column];
    matrix[own + row] = Math.sqrt(matrix[own + row] - dot(matrix, own, own, row));
  }
  for (let row = 0; row < n; row++) {
    let left = right[row];
    for (let column = 0; column < row; column++) left -= matrix[row * n + column] * right[column];
    right[row] = left / matrix[row * n + row];
  }
  for (let row = n - 1; row >= 0; row--) {
    const found = right[row] / matrix[row * n + row];
    right[row] = found;
    for (let column = 0; column < row; column++) right[column] -= matrix[row * n + column] * found;
  }
}

/** Of the first `count` entries from `one` and from `other` in `values`. */
function dot(values: Float64Array, one: number, other: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[one + i] * values[other + i];
  return sum;
}
