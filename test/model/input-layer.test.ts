// Characters as a layer's input against the same rows as values: many of few characters, which are taken once for
// each, and few of many.

import { describe, expect, test } from 'vitest';
import { CharacterInput, ValueInput, type LayerInput } from '../../app/model/input-layer.ts';
import { Products } from '../../app/model/matrix.ts';
import { createRandom } from '../../app/model/random.ts';
import { GradientWriter, openWeights } from '../../app/model/weights.ts';
import { Constants } from '../../app/tensor/constants.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { cellCases, type CellCase } from './cell-cases.ts';
import { expectClose } from './close.ts';
import { layOut } from './run-layer.ts';

const tensorflow = openTensorFlow();
const [T, B, H] = [4, 3, 8];

/** Characters of V, and a row of I numbers for each. */
interface Example {
  V: number;
  embeddings: Float32Array | null; // [V,I], null for one-hot
}

function setUp(cell: CellCase, { V, embeddings }: Example) {
  const I = embeddings === null ? V : embeddings.length / V;
  const random = createRandom(11, V);
  const numbers = (size: number) => Float32Array.from({ length: size }, () => random.normal());
  const layout = layOut({ ...cell.shapes({ T, B, I, H }), embeddings: [V, I] });
  layout.entries.at(-1)!.name = 'embedding/embeddings';
  return {
    ...{ I, layout },
    parameters: numbers(layout.size).map((value) => 0.5 * value),
    indices: Int32Array.from({ length: T * B }, (_, at) => (at * at + 2) % V),
    hiddenGradients: numbers(T * B * H),
    state: { hidden: numbers(B * H).map(Math.tanh), cell: numbers(B * H) },
  };
}

/** Hidden states, the gradients of all parameters by name, and of the rows where they were values. */
function run(
  cell: CellCase,
  { I, layout, parameters, hiddenGradients, state }: Omit<ReturnType<typeof setUp>, 'indices'>,
  createInput: (constants: Constants, products: Products) => LayerInput,
) {
  const constants = new Constants(tensorflow);
  const weights = openWeights(tensorflow, { layout, parameters }, 'copyIn');
  const gradients = new Float32Array(layout.size);
  const results = tensorflow.scope(() => {
    const place = { name: 'layer', inputSize: I, hiddenSize: H };
    const input = createInput(constants, new Products(tensorflow, 'float32'));
    const hidden = tensorflow.copyIn(state.hidden, [B, H]);
    const before = {
      hidden,
      cell: cell.cellScale > 0 ? tensorflow.copyIn(state.cell, [B, H]) : null,
    };
    const layer = cell.create(tensorflow, constants, place);
    const pass = layer.forward(weights, input, { state: before, size: { T, B } });
    const above = tensorflow.copyIn(hiddenGradients, [T * B, H]);
    const rows = pass.backward(above, new GradientWriter(tensorflow, layout, gradients));
    return {
      hidden: tensorflow.read(pass.hidden.wide),
      rows: rows === null ? null : tensorflow.read(rows),
    };
  });
  weights.release();
  constants.dispose();
  const of = (name: string) => {
    const { offset, size } = layout.entries.find((entry) => entry.name === name)!;
    return gradients.subarray(offset, offset + size);
  };
  return { ...results, of };
}

function expectSame(cell: CellCase, example: Example): void {
  const { V, embeddings } = example;
  const given = setUp(cell, example);
  const { I, indices } = given;
  const table =
    embeddings ?? Float32Array.from({ length: V * V }, (_, at) => (at % (V + 1) ? 0 : 1));
  const characters = run(cell, given, (constants, products) => {
    const ofEmbeddings = embeddings === null ? null : tensorflow.copyIn(embeddings, [V, I]);
    const rest = { embeddings: ofEmbeddings, vocabularySize: V };
    return new CharacterInput(tensorflow, constants, { products, indices, ...rest });
  });
  const values = run(cell, given, (_, products) => {
    const rows = Array.from(indices, (index) => [...table.subarray(index * I, (index + 1) * I)]);
    const tensor = tensorflow.copyIn(Float32Array.from(rows.flat()), [T * B, I]);
    return new ValueInput(tensorflow, products, products.ofWide(tensor));
  });
  expectClose(characters.hidden, values.hidden, 1e-5);
  for (const part of Object.keys(cell.shapes({ T, B, I, H }))) {
    expectClose(characters.of(`layer/${part}`), values.of(`layer/${part}`), 1e-5);
  }
  expect(characters.rows).toBeNull();
  if (embeddings === null) return;
  const summed = new Float64Array(V * I);
  indices.forEach((index, position) => {
    for (let i = 0; i < I; i++) summed[index * I + i]! += values.rows![position * I + i]!;
  });
  expectClose(characters.of('embedding/embeddings'), summed, 1e-5);
}

describe.each(cellCases)('$name', (cell) => {
  const embeddings = (V: number) => {
    const random = createRandom(5, V);
    return Float32Array.from({ length: V * 4 }, () => random.normal());
  };
  test.each([
    ['one-hot', 'few', { V: 3, embeddings: null }],
    ['one-hot', 'many', { V: 5, embeddings: null }],
    ['embedded', 'few', { V: 2, embeddings: embeddings(2) }],
    ['embedded', 'many', { V: 7, embeddings: embeddings(7) }],
  ])('takes %s characters of %s as it takes their rows', (_, __, example) => {
    expectSame(cell, example);
  });
});
