// The golden cases made by test/golden/make-lstm-golden.py, as the network's own types.

import { readFileSync } from 'node:fs';
import type { ModelConfiguration } from '../../../app/contract/model.ts';
import { layOutParameters } from '../../../app/model/parameters.ts';
import type { RecurrentState } from '../../../app/model/network.ts';

interface StoredState {
  hidden: number[];
  cell: number[];
}

export interface GoldenCase {
  name: string;
  embedding: number | 'one-hot';
  layers: number[];
  vocabularySize: number;
  batchSize: number;
  sequenceLength: number;
  inputs: number[];
  targets: number[];
  parameters: Record<string, number[] | number[][]>;
  stateBefore: StoredState[];
  stateAfter: StoredState[];
  logits: number[];
  losses: number[];
  gradientsOfMeanLoss: Record<string, number[] | number[][]>;
}

export const goldenCases = JSON.parse(
  readFileSync(new URL('../../golden/lstm.json', import.meta.url), 'utf8'),
) as GoldenCase[];

export function configurationOf(
  shape: Pick<ModelConfiguration, 'embedding' | 'layers'>,
  dropout = 0,
): ModelConfiguration {
  return {
    cell: 'lstm',
    activation: 'tanh',
    layers: shape.layers,
    head: [],
    targets: 'every',
    embedding: shape.embedding,
    dropout,
    loss: 'cross-entropy',
    tieWeights: false,
  };
}

/** Stored tensors laid out as the network's flat buffer. */
export function flatten(
  golden: GoldenCase,
  tensors: Record<string, number[] | number[][]>,
): Float32Array {
  const layout = layOutParameters(configurationOf(golden), golden.vocabularySize);
  const flat = new Float32Array(layout.size);
  for (const { name, offset } of layout.entries) flat.set(tensors[name]!.flat(), offset);
  return flat;
}

export function statesOf(stored: StoredState[]): RecurrentState[] {
  return stored.map(({ hidden, cell }) => ({
    hidden: Float32Array.from(hidden),
    cell: Float32Array.from(cell),
  }));
}
