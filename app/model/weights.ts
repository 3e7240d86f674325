// A network's learned tensors over the flat buffer of parameters, and gradients on their way back into one.

import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { ParameterEntry, ParameterLayout } from './parameters.ts';

/** The learned tensors. Whoever lent the buffer releases them before it is written. */
export interface Weights {
  /** The tensor of a parameter that the layout must have. */
  of(name: string): Tensor;
  release(): void;
}

/** Makes tensors of a flat buffer's parts: over its own memory (`lend`) or as copies (`copyIn`). */
export function openWeights(
  tensorflow: TensorFlow,
  { layout, parameters }: { layout: ParameterLayout; parameters: Float32Array },
  how: 'lend' | 'copyIn',
): Weights {
  const tensors = new Map<string, Tensor>();
  tensorflow.outsideScopes(() => {
    for (const { name, shape, offset, size } of layout.entries) {
      tensors.set(name, tensorflow[how](parameters.subarray(offset, offset + size), shape));
    }
  });
  return {
    of(name) {
      const tensor = tensors.get(name);
      if (tensor === undefined) throw new Error(`Internal error: there are no weights "${name}"`);
      return tensor;
    },
    release() {
      for (const tensor of tensors.values()) tensorflow.release(tensor);
      tensors.clear();
    },
  };
}

/** Writes gradients into a flat buffer, each to its parameter's place. */
export class GradientWriter {
  readonly #tensorflow: TensorFlow;
  readonly #layout: ParameterLayout;
  readonly #gradients: Float32Array;
  readonly #written = new Set<string>();

  constructor(tensorflow: TensorFlow, layout: ParameterLayout, gradients: Float32Array) {
    this.#tensorflow = tensorflow;
    this.#layout = layout;
    this.#gradients = gradients;
  }

  /** Writes a parameter's whole gradient, or the rows of one from `firstRow` on. */
  write(name: string, gradient: Tensor, firstRow = 0): void {
    const columns = entryOf(this.#layout, name).shape[1] ?? 1;
    this.writeValues(name, this.#tensorflow.read(gradient), firstRow * columns);
  }

  /** The same of values that are at hand, from a place in the parameter on. */
  writeValues(name: string, values: Float32Array, first = 0): void {
    this.#gradients.set(values, entryOf(this.#layout, name).offset + first);
    this.#written.add(name);
  }

  /** Adds to what was written of a parameter's gradient in this step, if anything was. */
  add(name: string, gradient: Tensor): void {
    if (!this.#written.has(name)) return this.write(name, gradient);
    const { offset } = entryOf(this.#layout, name);
    this.#tensorflow.read(gradient).forEach((summand, at) => {
      this.#gradients[offset + at] = (this.#gradients[offset + at] as number) + summand;
    });
  }

  /** Zeroes the padding between the parameters. */
  clearPadding(): void {
    this.#layout.entries.forEach(({ offset, size }, index) => {
      const next = this.#layout.entries[index + 1]?.offset ?? this.#layout.size;
      this.#gradients.fill(0, offset + size, next);
    });
  }
}

/** The place of a parameter that the layout must have. */
export function entryOf(layout: ParameterLayout, name: string): ParameterEntry {
  const entry = layout.entries.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`Internal error: the layout has no parameter "${name}"`);
  return entry;
}
