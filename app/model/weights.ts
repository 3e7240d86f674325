// A network's learned tensors over the flat buffer of parameters, and gradients on their way back into one.

import type { Tensor } from '../tensor/ops.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import type { ParameterEntry, ParameterLayout } from './parameters.ts';

/** The learned tensors. Whoever lent the buffer releases them before it is written. */
export interface Weights {
  embeddings: Tensor | null; // [V,E], null for one-hot
  layers: { kernel: Tensor /* [I+H,4H] */; bias: Tensor /* [4H] */ }[];
  dense: { kernel: Tensor /* [H,V] */; bias: Tensor /* [V] */ };
  release(): void;
}

/** Makes tensors of a flat buffer's parts: over its own memory (`lend`) or as copies (`copyIn`). */
export function openWeights(
  tensorflow: TensorFlow,
  { layout, parameters }: { layout: ParameterLayout; parameters: Float32Array },
  how: 'lend' | 'copyIn',
): Weights {
  const tensors: Tensor[] = [];
  const open = ({ shape, offset, size }: ParameterEntry): Tensor => {
    const tensor = tensorflow[how](parameters.subarray(offset, offset + size), shape);
    tensors.push(tensor);
    return tensor;
  };
  return tensorflow.outsideScopes(() => {
    const embeddings = layout.entries.find(({ name }) => name === 'embedding/embeddings');
    const layers = layout.entries.filter(({ name }) => /^lstm_\d+\/kernel$/.test(name));
    return {
      embeddings: embeddings ? open(embeddings) : null,
      layers: layers.map((kernel) => ({
        kernel: open(kernel),
        bias: open(entryOf(layout, kernel.name.replace('/kernel', '/bias'))),
      })),
      dense: {
        kernel: open(entryOf(layout, 'dense/kernel')),
        bias: open(entryOf(layout, 'dense/bias')),
      },
      release() {
        for (const tensor of tensors.splice(0)) tensorflow.release(tensor);
      },
    };
  });
}

/** Writes gradients into a flat buffer, each to its parameter's place. */
export class GradientWriter {
  readonly #tensorflow: TensorFlow;
  readonly #layout: ParameterLayout;
  readonly #gradients: Float32Array;

  constructor(tensorflow: TensorFlow, layout: ParameterLayout, gradients: Float32Array) {
    this.#tensorflow = tensorflow;
    this.#layout = layout;
    this.#gradients = gradients;
  }

  /** Writes a parameter's whole gradient, or the rows of one from `firstRow` on. */
  write(name: string, gradient: Tensor, firstRow = 0): void {
    const { offset, shape } = entryOf(this.#layout, name);
    const columns = shape[1] ?? 1;
    this.#gradients.set(this.#tensorflow.read(gradient), offset + firstRow * columns);
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
