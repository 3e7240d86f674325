// The dense layers of a stepper: those of the head, which are ReLU, and the output, whose kernel may be the
// embedding's transpose. They carry no state and run only when logits are asked for.

import { floatsAt, roundUp, type MemoryPlan, type StepMachine } from './stepper-memory.ts';
import type { StepperSource } from './stepper-layer.ts';
import { buildProduct, planProduct } from './stepper-product.ts';
import { planVectors, type VectorPlace } from './stepper-vector.ts';
import { entryOf } from '../weights.ts';

/** Built once there is a memory. */
type Build<Built> = (machine: StepMachine, source: StepperSource) => Built;

/** Places the head's layers over a vector, and gives the vector that comes out of them. */
export function planHead(
  plan: MemoryPlan,
  sizes: readonly number[],
  below: VectorPlace,
): { build: Build<() => void>; top: VectorPlace } {
  const vectors = planVectors(plan, sizes, false);
  const builds = vectors.map((vector, index) =>
    planHeadLayer(plan, { name: `head_${index}`, vector, below: vectors[index - 1] ?? below }),
  );
  return {
    top: vectors.at(-1) ?? below,
    build: (machine, source) => {
      const layers = builds.map((build) => build(machine, source));
      return () => {
        for (const run of layers) run();
      };
    },
  };
}

function planHeadLayer(
  plan: MemoryPlan,
  { name, vector, below }: { name: string; vector: VectorPlace; below: VectorPlace },
): Build<() => void> {
  const rows = vector.P;
  const [base, sums] = [plan.take(4 * rows), plan.take(4 * rows)];
  const place = planProduct(plan, { rows, vectors: [below], base, out: sums });
  return (machine, source) => {
    const fillRow = kernelColumns(source, `${name}/kernel`);
    const multiply = buildProduct(machine, place, fillRow);
    floatsAt(machine, base, rows).set(valuesOf(source, `${name}/bias`));
    return () => {
      multiply();
      machine.kernel.rectify(sums, sums + 4 * rows, vector.values);
    };
  };
}

/** Places the output over a vector; what is built computes the logits [V] and gives them, always the same array. */
export function planOutput(
  plan: MemoryPlan,
  { vocabularySize, isTied }: { vocabularySize: number; isTied: boolean },
  below: VectorPlace,
): Build<() => Float32Array> {
  const rows = roundUp(vocabularySize, 4);
  const [base, out] = [plan.take(4 * rows), plan.take(4 * rows)];
  const place = planProduct(plan, { rows, vectors: [below], base, out });
  return (machine, source) => {
    const fillRow = isTied
      ? kernelRows(source, 'embedding/embeddings')
      : kernelColumns(source, 'dense/kernel');
    const multiply = buildProduct(machine, place, fillRow);
    floatsAt(machine, base, vocabularySize).set(valuesOf(source, 'dense/bias'));
    const logits = floatsAt(machine, out, vocabularySize);
    return () => {
      multiply();
      return logits;
    };
  };
}

/** Fills rows of a product with the columns of a kernel [length, size]; beyond them they stay zero. */
function kernelColumns(source: StepperSource, name: string) {
  const { shape, offset } = entryOf(source.layout, name);
  const [length = 0, size = 0] = shape;
  return (row: number, values: Float32Array) => {
    if (row >= size) return;
    for (let k = 0; k < length; k++) values[k] = source.parameters[offset + k * size + row] ?? 0;
  };
}

/** Fills rows of a product with those of a matrix [size, length]. */
function kernelRows(source: StepperSource, name: string) {
  const { shape, offset } = entryOf(source.layout, name);
  const [size = 0, length = 0] = shape;
  return (row: number, values: Float32Array) => {
    if (row >= size) return;
    const start = offset + row * length;
    values.set(source.parameters.subarray(start, start + length));
  };
}

function valuesOf({ layout, parameters }: StepperSource, name: string): Float32Array {
  const { offset, size } = entryOf(layout, name);
  return parameters.subarray(offset, offset + size);
}
