// Runs one recurrent layer alone, forward and backward, on values that come in from below, and checks that it
// leaves no tensor.

import { expect } from 'vitest';
import { ValueInput } from '../../app/model/input-layer.ts';
import { Products, type ProductArithmetic } from '../../app/model/matrix.ts';
import type { ParameterLayout } from '../../app/model/parameters.ts';
import { createRandom } from '../../app/model/random.ts';
import type { LayerPlace, RecurrentLayer } from '../../app/model/recurrent-layer.ts';
import { GradientWriter, openWeights } from '../../app/model/weights.ts';
import { Constants } from '../../app/tensor/constants.ts';
import { openTensorFlow, type TensorFlow } from '../../app/tensor/tensorflow.ts';

export interface Sizes {
  T: number;
  B: number;
  I: number;
  H: number;
}

/** A layer's numbers, what comes into it, its state, and the gradients that reach its hidden states. */
export interface LayerExample {
  parameters: Record<string, Float64Array>;
  inputs: Float64Array[]; // T × [B,I]
  state: { hidden: Float64Array; cell: Float64Array }; // the cell is empty where there is none
  hiddenGradients: Float64Array[]; // T × [B,H]
}

export type CreateLayer = (
  tensorflow: TensorFlow,
  constants: Constants,
  place: LayerPlace,
) => RecurrentLayer;

type Shapes = Record<string, number[]>;

const sizeOf = (shape: number[]) => shape.reduce((product, dimension) => product * dimension, 1);

/** An example of random numbers; `cellScale` 0 makes it one of a cell that has no cell state. */
export function randomExample(
  { T, B, I, H }: Sizes,
  shapes: Shapes,
  { seed, cellScale }: { seed: number; cellScale: number },
): LayerExample {
  const random = createRandom(seed);
  const numbers = (count: number, scale: number) =>
    Float64Array.from({ length: count }, () => Math.fround(scale * random.normal()));
  const parameters = Object.fromEntries(
    Object.entries(shapes).map(([part, shape]) => [part, numbers(sizeOf(shape), 0.5)]),
  );
  return {
    parameters,
    state: {
      hidden: numbers(B * H, 1)
        .map(Math.tanh)
        .map(Math.fround),
      cell: numbers(cellScale > 0 ? B * H : 0, cellScale),
    },
    inputs: Array.from({ length: T }, () => numbers(B * I, 1)),
    hiddenGradients: Array.from({ length: T }, () => numbers(B * H, 1)),
  };
}

export const joined = (parts: Float64Array[]) =>
  Float32Array.from(parts.flatMap((part) => [...part]));

/** The layer's results for an example: hidden states, the state after, the gradient of each part and of the inputs. */
export function runLayer(
  create: CreateLayer,
  { T, B, I, H }: Sizes,
  {
    shapes,
    example,
    arithmetic = 'float32',
  }: { shapes: Shapes; example: LayerExample; arithmetic?: ProductArithmetic },
) {
  const tensorflow = openTensorFlow();
  const before = tensorflow.liveTensors;
  const constants = new Constants(tensorflow);
  const layout = layOut(shapes);
  const parameters = new Float32Array(layout.size);
  for (const { name, offset } of layout.entries) {
    parameters.set(example.parameters[name.slice('layer/'.length)]!, offset);
  }
  const weights = openWeights(tensorflow, { layout, parameters }, 'copyIn');
  const layer = create(tensorflow, constants, { name: 'layer', inputSize: I, hiddenSize: H });
  const flat = new Float32Array(layout.size);
  const copyIn = (values: ArrayLike<number>, shape: number[]) =>
    tensorflow.copyIn(Float32Array.from(values), shape);
  const results = tensorflow.scope(() => {
    const { hidden, cell } = example.state;
    const products = new Products(tensorflow, arithmetic);
    const pass = layer.forward(
      weights,
      new ValueInput(
        tensorflow,
        products,
        products.ofWide(copyIn(joined(example.inputs), [T * B, I])),
      ),
      {
        state: {
          hidden: copyIn(hidden, [B, H]),
          cell: cell.length > 0 ? copyIn(cell, [B, H]) : null,
        },
        size: { T, B },
      },
    );
    const after = pass.stateAfter();
    const writer = new GradientWriter(tensorflow, layout, flat);
    const rows = pass.backward(copyIn(joined(example.hiddenGradients), [T * B, H]), writer);
    return {
      hidden: tensorflow.read(pass.hidden.wide),
      after: {
        hidden: tensorflow.read(after.hidden),
        cell: after.cell === null ? new Float32Array(0) : tensorflow.read(after.cell),
      },
      inputs: tensorflow.read(rows!),
    };
  });
  weights.release();
  constants.dispose();
  expect(tensorflow.liveTensors).toBe(before);
  const gradients = Object.fromEntries(
    layout.entries.map(({ name, offset, size }) => [
      name.slice('layer/'.length),
      flat.subarray(offset, offset + size),
    ]),
  );
  return { ...results, gradients };
}

/** Parameters of these shapes one behind the other, each named as the layer's. */
export function layOut(shapes: Shapes): ParameterLayout {
  let offset = 0;
  const entries = Object.entries(shapes).map(([part, shape]) => {
    const entry = { name: `layer/${part}`, shape, offset, size: sizeOf(shape) };
    offset += entry.size;
    return entry;
  });
  return { entries, size: offset, count: offset };
}
