// Weights as 16-bit whole numbers with one scale for each row, packed for step-kernel.ts.
// What they are multiplied by lies in [-1,1] and becomes whole numbers up to 8192; products are summed in four
// int32 lanes, so a row's scale is the largest with which no lane can overflow. At 512 columns both roundings
// then weigh about the same, and a sum is off by about 1e-4.

/** What 1 is in a vector in fixed point. */
export const fixedLimit = 8192;

/** A matrix for the kernel; rows and columns beyond the given ones are zero. */
export interface FixedMatrix {
  weights: Int16Array; // [rows/4, columns/8, 4, 8]
  scales: Float32Array; // [rows]
}

const int16Limit = 32_767;
const int32Limit = 2 ** 31 - 1;

/**
 * Packs a matrix; rows must be a multiple of 4, columns of 8. `fillRow` writes the weights of a row into an
 * array of zeros.
 */
export function packMatrix(
  rows: number,
  columns: number,
  fillRow: (row: number, values: Float32Array) => void,
): FixedMatrix {
  const weights = new Int16Array(rows * columns);
  const scales = new Float32Array(rows);
  const values = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    fillRow(row, values.fill(0));
    const factor = largestFactor(values);
    scales[row] = 1 / (factor * fixedLimit);
    const block = (row >> 2) * columns * 4 + (row & 3) * 8;
    for (let column = 0; column < columns; column++) {
      const place = block + (column >> 3) * 32 + (column & 7);
      weights[place] = Math.round((values[column] as number) * factor);
    }
  }
  return { weights, scales };
}

/** Packs a matrix [rows/4, columns, 4] as it is, for products in floats. */
export function packFloats(
  rows: number,
  columns: number,
  fillRow: (row: number, values: Float32Array) => void,
): Float32Array {
  const weights = new Float32Array(rows * columns);
  const values = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    fillRow(row, values.fill(0));
    const block = (row >> 2) * columns * 4 + (row & 3);
    for (let column = 0; column < columns; column++) {
      weights[block + 4 * column] = values[column] as number;
    }
  }
  return weights;
}

function largestFactor(values: Float32Array): number {
  const lanes = [0, 0, 0, 0];
  let largest = 0;
  for (let column = 0; column < values.length; column++) {
    const size = Math.abs(values[column] as number);
    const lane = (column & 7) >> 1; // dot products add neighbours
    lanes[lane] = (lanes[lane] as number) + size;
    if (size > largest) largest = size;
  }
  if (largest === 0) return 1;
  const roundedUp = values.length / 8; // half a unit for each of the lane's columns
  return Math.min(int16Limit / largest, (int32Limit / fixedLimit - roundedUp) / Math.max(...lanes));
}
