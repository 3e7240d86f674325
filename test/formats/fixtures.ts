// Small models for the tests of files, and byte sources in memory.

import { defaultCleaning } from '../../app/contract/cleaning.ts';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import type { ModelConfiguration } from '../../app/contract/model.ts';
import { encodeModelFile } from '../../app/formats/model-file.ts';
import type { ModelFileHeader } from '../../app/formats/model-header.ts';
import type { ByteSource } from '../../app/formats/safetensors.ts';
import { layOutParameters } from '../../app/model/parameters.ts';

/** Sizes all differ, so that a transposed shape fails. */
export const tinyConfiguration: ModelConfiguration = {
  ...defaultConfiguration,
  layers: [5, 3],
  embedding: 4,
};

export const tinyVocabulary = ['<unk>', '<end>', 'e', 'é', '字', '𠮷', '\n'];

export function tinyHeader(configuration = tinyConfiguration): ModelFileHeader {
  return {
    name: 'Tiny "ink" 墨',
    configuration,
    vocabulary: tinyVocabulary,
    normalisation: defaultCleaning,
    training: {
      recipe: defaultRecipe,
      results: {
        steps: 120,
        epochs: 1.5,
        bestValidationLoss: 1.25,
        lastValidationLoss: 1.5,
        lastTrainingLoss: 1.125,
        testLoss: null,
        testAccuracy: null,
        testOptimisedLoss: null,
        seconds: 60.5,
        charsPerSecond: 12_345,
      },
      corpus: { name: 'a text', hash: `sha256:${'0a'.repeat(32)}`, characters: 1000 },
      trainedAt: '2026-11-21T09:00:00.000Z',
      machine: 'a processor',
    },
  };
}

/** A flat buffer whose values all differ; its padding stays zero, as in a fresh one. */
export function countingParameters(
  configuration: ModelConfiguration,
  vocabularySize: number,
): Float32Array {
  const layout = layOutParameters(configuration, vocabularySize);
  const parameters = new Float32Array(layout.size);
  let value = 0;
  for (const { offset, size } of layout.entries) {
    for (let at = offset; at < offset + size; at++) parameters[at] = ++value / 8;
  }
  return parameters;
}

/** A whole model file in memory. */
export function tinyModelFile(header = tinyHeader()): Buffer {
  const parameters = countingParameters(header.configuration, header.vocabulary.length);
  const encoded = encodeModelFile(header, parameters);
  const bytes = Buffer.concat([...encoded.pieces()].map((piece) => Buffer.from(piece)));
  if (bytes.length !== encoded.sizeBytes) throw new Error('the size that was announced is wrong');
  return bytes;
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    async read(position, target) {
      if (position + target.length > bytes.length) throw new Error('read past the end');
      target.set(bytes.subarray(position, position + target.length));
    },
  };
}

/** A safetensors file of any header and body, well-formed or not. */
export function rawFile(header: string | Uint8Array, body: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([length, bytes, body]);
}
