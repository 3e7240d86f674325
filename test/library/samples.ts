// A small model, a checkpoint and a text that the library's tests write and read.

import type { Checkpoint, NewModel } from '../../app/library/interfaces.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import {
  countingParameters,
  tinyConfiguration,
  tinyHeader,
  tinyVocabulary,
} from '../formats/fixtures.ts';

export function tinyModel(name = 'Tiny'): NewModel {
  const { configuration, normalisation, training } = tinyHeader();
  return {
    name,
    configuration,
    recipe: training.recipe,
    vocabulary: tinyVocabulary,
    normalisation,
    corpus: { id: 'a-text-12345678', ...training.corpus },
    parent: null,
    parameters: layOutParameters(configuration, tinyVocabulary.length).count,
  };
}

/** Weights that tell apart which write they come from. */
export function tinyParameters(scale = 1): Float32Array {
  return countingParameters(tinyConfiguration, tinyVocabulary.length).map((value) => value * scale);
}

export function tinyCheckpoint(step: number): Checkpoint {
  return {
    step,
    metadata: { step, position: { best: null, losses: [1.5, step / 3] } },
    tensors: new Map<string, Float32Array | Int32Array>([
      ['parameters', new Float32Array(700).fill(step)],
      ['counters', new Int32Array([step, -1, 2 ** 31 - 1])],
      ['states', new Float32Array(0)],
    ]),
  };
}

/** A text that a corpus may be made of. */
export const someText = 'The quick brown fox jumps over the lazy dog.\n'.repeat(20);
