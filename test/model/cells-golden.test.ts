// Networks of every cell, head and loss against PyTorch's values in float64: losses, guesses, carried state and
// every gradient. The golden cases are made by test/golden/make-cells-golden.py.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import { Network, type RecurrentState } from '../../app/model/network.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { allocateShared } from '../../app/tensor/shared-memory.ts';
import { openTensorFlow } from '../../app/tensor/tensorflow.ts';
import { expectClose } from './close.ts';

interface StoredState {
  hidden: number[];
  cell: number[];
}

interface GoldenCase {
  name: string;
  configuration: ModelConfiguration;
  vocabularySize: number;
  batchSize: number;
  sequenceLength: number;
  inputs: number[];
  targets: number[];
  parameters: Record<string, number[]>;
  stateBefore: StoredState[];
  stateAfter: StoredState[];
  losses: number[];
  optimisedLosses: number[] | null;
  isCorrect: number[];
  isInTopFive: number[];
  gradientsOfMeanLoss: Record<string, number[]>;
}

const cases = JSON.parse(
  readFileSync(new URL('../golden/cells.json', import.meta.url), 'utf8'),
) as GoldenCase[];

const tensorflow = openTensorFlow();

const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

const statesOf = (stored: StoredState[]): RecurrentState[] =>
  stored.map(({ hidden, cell }) => ({
    hidden: Float32Array.from(hidden),
    cell: Float32Array.from(cell),
  }));

function flatten(golden: GoldenCase, tensors: Record<string, number[]>): Float32Array {
  const layout = layOutParameters(golden.configuration, golden.vocabularySize);
  const flat = new Float32Array(layout.size);
  expect(Object.keys(tensors).sort()).toEqual(layout.entries.map(({ name }) => name).sort());
  for (const { name, offset, size } of layout.entries) {
    expect(tensors[name], name).toHaveLength(size);
    flat.set(tensors[name]!, offset);
  }
  return flat;
}

function open(golden: GoldenCase) {
  const network = new Network(tensorflow, golden.configuration, golden);
  const parameters = allocateShared(network.layout.size);
  parameters.set(flatten(golden, golden.parameters));
  const window = {
    weights: network.lend(parameters),
    inputs: Int32Array.from(golden.inputs),
    targets: Int32Array.from(golden.targets),
    batchSize: golden.batchSize,
    sequenceLength: golden.sequenceLength,
    state: network.createState(statesOf(golden.stateBefore)),
  };
  return { network, window };
}

describe.each(cases)('$name', (golden) => {
  test('gives the losses, the right guesses and the state after the window', () => {
    const { network, window } = open(golden);
    const { losses, optimisedLosses, isCorrect, isInTopFive, state } = network.score(window);
    expectClose(losses, golden.losses, 2e-6);
    if (golden.optimisedLosses === null) expect(optimisedLosses).toBeNull();
    else expectClose(optimisedLosses!, golden.optimisedLosses, 2e-6);
    expect([...isCorrect]).toEqual(golden.isCorrect);
    expect([...isInTopFive]).toEqual(golden.isInTopFive);
    network.readState(state).forEach(({ hidden, cell }, layer) => {
      expectClose(hidden, golden.stateAfter[layer]!.hidden, 2e-6);
      expectClose(cell, golden.stateAfter[layer]!.cell, 2e-6);
    });
  });

  test('gives every gradient of the mean of what is optimised, and nats beside', () => {
    const { network, window } = open(golden);
    const gradients = new Float32Array(network.layout.size).fill(9);
    const { lossSum, optimisedLossSum } = network.lossAndGradients({
      ...window,
      gradientScale: 1 / golden.losses.length,
      dropout: null,
      gradients,
    });
    expect(lossSum).toBeCloseTo(sumOf(golden.losses), 5);
    expect(optimisedLossSum).toBeCloseTo(sumOf(golden.optimisedLosses ?? golden.losses), 5);
    const expected = flatten(golden, golden.gradientsOfMeanLoss);
    for (const { offset, size } of network.layout.entries) {
      const part = gradients.subarray(offset, offset + size);
      expectClose(part, expected.subarray(offset, offset + size), 1e-5);
    }
    expectClose(gradients, expected, 1e-5); // padding is zero too
  });
});
