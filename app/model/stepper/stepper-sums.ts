// What the gates of a layer are made of: base + the products of kernels with vectors, in a block of P for each gate.
// The base is the bias; in the first layer it is the character's row (input-rows.ts), which no product need make.

import { buildProduct, planProduct, type ProductPlace } from './stepper-product.ts';
import { floatsAt, type MemoryPlan, type StepMachine } from './stepper-memory.ts';
import type { VectorPlace } from './stepper-vector.ts';

/** Where sums lie and what they are made of. */
export interface SumsPlace {
  H: number;
  P: number;
  gates: number;
  base: number; // [gates·P]
  out: number; // [gates·P]
  /** Each product with the vectors that it reads as one. */
  products: { place: ProductPlace; vectors: readonly VectorPlace[] }[];
}

/** Places the sums of so many gates of the layer whose state is `hidden`, over some vectors. */
export function planSums(
  plan: MemoryPlan,
  { gates, hidden }: { gates: number; hidden: VectorPlace },
  vectors: readonly VectorPlace[],
): SumsPlace {
  const { length: H, P } = hidden;
  const rows = gates * P;
  const base = plan.take(4 * rows);
  const out = vectors.length === 0 ? base : plan.take(4 * rows);
  const isOnePiece = vectors.length > 0 && vectors.every(({ fixed }) => fixed !== null);
  const pieces = isOnePiece ? [vectors] : vectors.map((vector) => [vector]);
  const products = pieces.map((piece, index) => {
    // Only the first product starts from the base; the others add to what it made.
    const wiring = { rows, vectors: piece, base: index === 0 ? base : out, out };
    return { place: planProduct(plan, wiring), vectors: piece };
  });
  return { H, P, gates, base, out, products };
}

/** The flat buffer, and where in it the rows [length, gates·H] for each vector begin, and the bias [gates·H]. */
export interface SumsSource {
  parameters: Float32Array;
  kernels: readonly number[];
  bias: number;
}

/** The sums themselves. */
export class Sums {
  /** [gates·P] */
  readonly base: Float32Array;
  readonly #products: readonly (() => void)[];

  constructor(machine: StepMachine, place: SumsPlace, source: SumsSource) {
    const { H, P, gates, base, products } = place;
    this.base = floatsAt(machine, base, gates * P);
    for (let gate = 0; gate < gates; gate++) {
      const start = source.bias + gate * H;
      this.base.set(source.parameters.subarray(start, start + H), gate * P);
    }
    const kernels = [...source.kernels];
    this.#products = products.map(({ place: product, vectors }) => {
      const starts = kernels.splice(0, vectors.length);
      const fillRow = kernelRows(place, vectors, { ...source, kernels: starts });
      return buildProduct(machine, product, fillRow);
    });
  }

  run(): void {
    for (const multiply of this.#products) multiply();
  }
}

/** Rows of a product: one for each unit of each gate, its columns along the vectors. */
function kernelRows(
  { H, P, gates }: SumsPlace,
  vectors: readonly VectorPlace[],
  { parameters, kernels }: SumsSource,
): (row: number, values: Float32Array) => void {
  return (row, values) => {
    const unit = row % P;
    if (unit >= H) return;
    const column = Math.floor(row / P) * H + unit;
    let start = 0;
    vectors.forEach(({ length, P: width }, index) => {
      const first = (kernels[index] ?? 0) + column;
      for (let k = 0; k < length; k++) values[start + k] = parameters[first + k * gates * H] ?? 0;
      start += width;
    });
  };
}
