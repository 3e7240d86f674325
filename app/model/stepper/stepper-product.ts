// A matrix of a stepper and its product with a vector: out = base + matrix·vector, in fixed point where the vector
// has such a form, in floats where it has none. Knows places in memory; not what the sums are for.

import { packFloats, packMatrix } from './fixed-point.ts';
import { floatsAt, type MemoryPlan, type StepMachine } from './stepper-memory.ts';
import type { VectorPlace } from './stepper-vector.ts';

/** Where a product reads and writes. Vectors in fixed point that lie one after the other are read as one. */
export interface ProductWiring {
  rows: number;
  vectors: readonly VectorPlace[];
  base: number; // [rows]
  out: number; // [rows]
}

/** Rows are a multiple of 4, columns of 8. */
export interface ProductPlace extends Omit<ProductWiring, 'vectors'> {
  columns: number;
  vector: number; // [columns]
  weights: number; // [rows, columns], packed
  /** [rows]; null for a product in floats. */
  scales: number | null;
}

/** Places the matrix. */
export function planProduct(plan: MemoryPlan, { vectors, ...wiring }: ProductWiring): ProductPlace {
  const { rows } = wiring;
  const columns = vectors.reduce((sum, { P }) => sum + P, 0);
  const { fixed = null, values = 0 } = vectors[0] ?? {};
  return {
    ...{ ...wiring, columns },
    vector: fixed ?? values,
    weights: plan.take((fixed === null ? 4 : 2) * rows * columns),
    scales: fixed === null ? null : plan.take(4 * rows),
  };
}

/** Writes a matrix into its place and gives its product; `fillRow` writes a row's weights into zeros. */
export function buildProduct(
  machine: StepMachine,
  place: ProductPlace,
  fillRow: (row: number, values: Float32Array) => void,
): () => void {
  return place.scales === null
    ? buildFloatProduct(machine, place, fillRow)
    : buildFixedProduct(machine, { ...place, scales: place.scales }, fillRow);
}

function buildFixedProduct(
  machine: StepMachine,
  place: ProductPlace & { scales: number },
  fillRow: (row: number, values: Float32Array) => void,
): () => void {
  const { rows, columns, weights, scales, vector, base, out } = place;
  const matrix = packMatrix(rows, columns, fillRow);
  new Int16Array(machine.memory, weights, rows * columns).set(matrix.weights);
  floatsAt(machine, scales, rows).set(matrix.scales);
  const { kernel } = machine;
  const outEnd = out + 4 * rows;
  return () => kernel.multiply(weights, vector, 2 * columns, scales, base, out, outEnd);
}

function buildFloatProduct(
  machine: StepMachine,
  place: ProductPlace,
  fillRow: (row: number, values: Float32Array) => void,
): () => void {
  const { rows, columns, weights, vector, base, out } = place;
  floatsAt(machine, weights, rows * columns).set(packFloats(rows, columns, fillRow));
  const { kernel } = machine;
  const outEnd = out + 4 * rows;
  return () => kernel.multiplyFloats(weights, vector, 4 * columns, base, out, outEnd);
}
