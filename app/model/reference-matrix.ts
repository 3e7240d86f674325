// Products of small float64 matrices, row after row in one array: what the readable references are written with.

/** a·b: [M,K]·[K,N] → [M,N]. */
export function product(a: Float64Array, b: Float64Array, K: number): Float64Array {
  const [M, N] = [a.length / K, b.length / K];
  const result = new Float64Array(M * N);
  for (let m = 0; m < M; m++) {
    for (let k = 0; k < K; k++) {
      for (let n = 0; n < N; n++) add(result, m * N + n, at(a, m * K + k) * at(b, k * N + n));
    }
  }
  return result;
}

/** a·bᵀ: [M,N], [K,N] → [M,K]. */
export function productWithTransposed(a: Float64Array, b: Float64Array, N: number): Float64Array {
  return product(a, transposed(b, N), N);
}

/** Adds aᵀ·b to a sum: [M,K], [M,N] → [K,N]. */
export function addTransposedProduct(
  sum: Float64Array,
  { a, b, M }: { a: Float64Array; b: Float64Array; M: number },
): void {
  product(transposed(a, a.length / M), b, M).forEach((value, index) => {
    add(sum, index, value);
  });
}

/** Adds every row [N] of a matrix to a sum [N]. */
export function addRows(sum: Float64Array, rows: Float64Array): void {
  rows.forEach((value, index) => {
    add(sum, index % sum.length, value);
  });
}

/** An element that is known to be there. */
export function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

function add(values: Float64Array, index: number, summand: number): void {
  values[index] = at(values, index) + summand;
}

function transposed(matrix: Float64Array, columns: number): Float64Array {
  const rows = matrix.length / columns;
  return matrix.map((_, index) => at(matrix, (index % rows) * columns + Math.floor(index / rows)));
}
