// A network that reads one character at a time, in plain float64 straight from the flat buffer: every cell,
// non-linearity, head and output. What the fixed-point stepper is measured by.

import type { Activation, ModelConfiguration } from '../../../app/contract/model.ts';
import { layOutParameters } from '../../../app/model/parameters.ts';

export interface ReferenceStepper {
  feed(index: number): number[];
  state(): { hidden: number[]; cell: number[] }[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const activations: Record<Activation, (x: number) => number> = {
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  sigmoid,
};

export function createReferenceStepper(
  configuration: ModelConfiguration,
  V: number,
  parameters: Float32Array,
): ReferenceStepper {
  const { cell, layers, head, embedding, tieWeights } = configuration;
  const activation = activations[configuration.activation];
  const layout = layOutParameters(configuration, V);
  /** A tensor's rows; a vector is one row. */
  const rowsOf = (name: string): number[][] => {
    const { shape, offset, size } = layout.entries.find((entry) => entry.name === name)!;
    const columns = shape.at(-1)!;
    return Array.from({ length: size / columns }, (_, row) =>
      Array.from(parameters.subarray(offset + row * columns, offset + (row + 1) * columns)),
    );
  };
  const zeros = (length: number): number[] => Array.from({ length }, () => 0);
  const states = layers.map((H) => ({ hidden: zeros(H), cell: zeros(cell === 'lstm' ? H : 0) }));

  /** bias + Σ vector[k]·rows[k] */
  const sums = (bias: number[], vector: number[], rows: number[][]): number[] =>
    bias.map((first, column) =>
      vector.reduce((sum, value, k) => sum + value * rows[k]![column]!, first),
    );

  const advance = (layer: number, inputs: number[]): number[] => {
    const state = states[layer]!;
    const H = layers[layer]!;
    const part = (name: string) => rowsOf(`${cell}_${layer}/${name}`);
    const units = (of: (unit: number) => number) =>
      Array.from({ length: H }, (_, unit) => of(unit));
    if (cell === 'lstm') {
      // Gates i, g, f, o.
      const s = sums(part('bias')[0]!, [...inputs, ...state.hidden], part('kernel'));
      state.cell = units(
        (u) => sigmoid(s[2 * H + u]!) * state.cell[u]! + sigmoid(s[u]!) * activation(s[H + u]!),
      );
      state.hidden = units((u) => sigmoid(s[3 * H + u]!) * activation(state.cell[u]!));
    } else if (cell === 'gru') {
      // Gates z, r, h; the reset gate weighs the recurrent sums.
      const [inputBias, recurrentBias] = part('bias');
      const x = sums(inputBias!, inputs, part('kernel'));
      const h = sums(recurrentBias!, state.hidden, part('recurrent_kernel'));
      const candidate = units((u) =>
        activation(x[2 * H + u]! + sigmoid(x[H + u]! + h[H + u]!) * h[2 * H + u]!),
      );
      state.hidden = units((u) => {
        const update = sigmoid(x[u]! + h[u]!);
        return update * state.hidden[u]! + (1 - update) * candidate[u]!;
      });
    } else {
      const input = sums(part('bias')[0]!, inputs, part('kernel'));
      state.hidden = sums(input, state.hidden, part('recurrent_kernel')).map(activation);
    }
    return state.hidden;
  };

  return {
    feed(index) {
      let values = zeros(V).with(index, 1);
      if (embedding !== 'one-hot') values = rowsOf('embedding/embeddings')[index]!;
      layers.forEach((_, layer) => (values = advance(layer, values)));
      head.forEach((_, layer) => {
        const bias = rowsOf(`head_${layer}/bias`)[0]!;
        values = sums(bias, values, rowsOf(`head_${layer}/kernel`)).map(activations.relu);
      });
      const bias = rowsOf('dense/bias')[0]!;
      if (!tieWeights) return sums(bias, values, rowsOf('dense/kernel'));
      const embeddings = rowsOf('embedding/embeddings');
      return bias.map((first, row) =>
        values.reduce((sum, value, k) => sum + value * embeddings[row]![k]!, first),
      );
    },
    state: () => states.map(({ hidden, cell: carried }) => ({ hidden, cell: carried })),
  };
}
