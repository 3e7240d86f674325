// A model that begins with another one's weights: what both vocabularies have is copied, what is new starts as in a
// new model. Works on flat buffers of parameters; knows no corpus, no files and no cells.

import type { ModelConfiguration } from '../../contract/model.ts';
import { unknownIndex } from '../../corpus/vocabulary/vocabulary.ts';
import { layOutParameters, type ParameterEntry } from '../../model/parameters.ts';
import { entryOf } from '../../model/weights.ts';

/** A network's parameters with the characters that they belong to. */
export interface TrainedNetwork {
  configuration: ModelConfiguration;
  /** Entries in index order. */
  vocabulary: readonly string[];
  /** Flat buffer of layOutParameters. */
  parameters: Float32Array;
}

/** Marks an entry that the parent does not have. */
const isNew = -1;

/**
 * Copies a parent's weights over the first values of a network of the same shape with another vocabulary. `fresh`
 * holds first values on the way in and the begun network on the way out.
 *
 * Before the first step each known character then has the parent's probability times one minus the share that
 * new characters take together: softmax leaves the ratios of equal logits alone.
 *
 * `isUnknownNew` says that `<unk>` stands for characters of this text, and stood for none of the parent's: it then
 * starts as new characters do, instead of from a bias that holds it to be all but impossible.
 */
export function inheritWeights(
  fresh: TrainedNetwork,
  parent: TrainedNetwork,
  isUnknownNew = false,
): void {
  const { configuration } = fresh;
  const layout = layOutParameters(configuration, fresh.vocabulary.length);
  const parentLayout = layOutParameters(configuration, parent.vocabulary.length);
  const indices = new Map(parent.vocabulary.map((character, index) => [character, index]));
  const origins = Int32Array.from(fresh.vocabulary, (character) => indices.get(character) ?? isNew);
  if (isUnknownNew) origins[unknownIndex] = isNew;
  for (const entry of layout.entries) {
    const from = partOf(parent.parameters, entryOf(parentLayout, entry.name));
    const into = partOf(fresh.parameters, entry);
    if (entry.name === 'dense/bias') inheritBias(into, from, origins);
    else if (entry.name === 'dense/kernel') inheritColumns(into, from, origins);
    else if (isByCharacter(entry, configuration)) {
      inheritRows(into, from, { origins, columns: entry.shape[1] ?? 1 });
    } else into.set(from);
  }
}

/** True for the embedding, and for a first kernel whose rows one-hot characters choose. */
function isByCharacter({ name }: ParameterEntry, configuration: ModelConfiguration): boolean {
  if (name === 'embedding/embeddings') return true;
  return configuration.embedding === 'one-hot' && name === `${configuration.cell}_0/kernel`;
}

/** A row for each character; rows behind the last character's (an LSTM's recurrent ones) are copied as they are. */
function inheritRows(
  into: Float32Array,
  from: Float32Array,
  { origins, columns }: { origins: Int32Array; columns: number },
): void {
  const characters = origins.length;
  origins.forEach((origin, index) => {
    if (origin === isNew) return;
    into.set(from.subarray(origin * columns, (origin + 1) * columns), index * columns);
  });
  const ofParent = from.length / columns - (into.length / columns - characters);
  into.set(from.subarray(ofParent * columns), characters * columns);
}

/** A column for each character. */
function inheritColumns(into: Float32Array, from: Float32Array, origins: Int32Array): void {
  const columns = origins.length;
  const rows = into.length / columns;
  const ofParent = from.length / rows;
  origins.forEach((origin, index) => {
    if (origin === isNew) return;
    for (let row = 0; row < rows; row++) {
      into[row * columns + index] = from[row * ofParent + origin] ?? 0;
    }
  });
}

/**
 * New characters come with the logarithm of their share. The parent's biases have moved from those of its own
 * characters while it learned; the new ones are moved as far, on average, so that both stand on one level.
 */
function inheritBias(into: Float32Array, from: Float32Array, origins: Int32Array): void {
  let moved = 0;
  let known = 0;
  origins.forEach((origin, index) => {
    if (origin === isNew) return;
    const share = Math.exp(into[index] ?? 0);
    moved += share * ((from[origin] ?? 0) - (into[index] ?? 0));
    known += share;
  });
  const level = known === 0 ? 0 : moved / known;
  origins.forEach((origin, index) => {
    into[index] = origin === isNew ? (into[index] ?? 0) + level : (from[origin] ?? 0);
  });
}

function partOf(parameters: Float32Array, { offset, size }: ParameterEntry): Float32Array {
  return parameters.subarray(offset, offset + size);
}
