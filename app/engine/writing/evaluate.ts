// How well a model predicts a text that it may never have seen: the text is made a file of ids for the time
// of the scoring, in a folder of its own, so that its length does not matter.

import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evaluation } from '../../contract/sampling.ts';
import { openIdFile } from '../../corpus/id-file.ts';
import type { TextInput } from '../../corpus/importing/text-input.ts';
import { endIndex, specialEntries } from '../../corpus/vocabulary/vocabulary.ts';
import type { WriteSnapshot } from '../../library/interfaces.ts';
import { scoreText } from '../../training/score-text.ts';
import type { LoadedModel } from './loaded-models.ts';

/** The first character is not scored: nothing stands before it. */
const fewestCharacters = 2;

/** Scores texts one after the other as one stream. */
export async function evaluateTexts(
  { replicaScript, writeSnapshot }: { replicaScript: string; writeSnapshot: WriteSnapshot },
  { configuration, recipe, vocabulary, normalisation, parameters }: LoadedModel,
  inputs: readonly TextInput[],
): Promise<Evaluation> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-evaluation-'));
  try {
    const idsPath = join(folder, 'ids');
    const paths = {
      text: join(folder, 'text'),
      documents: join(folder, 'documents'),
      ids: idsPath,
    };
    const snapshot = await writeSnapshot(inputs, paths, {
      minimumCharacters: fewestCharacters,
      cleaning: normalisation,
    });
    const remap = new Int32Array(snapshot.alphabet.length + specialEntries.length);
    remap[endIndex] = endIndex;
    snapshot.alphabet.forEach(({ character }, at) => {
      remap[at + specialEntries.length] = vocabulary.indexOf(character);
    });
    const ids = openIdFile(idsPath);
    const { length } = ids;
    ids.close();
    const { characters, lossSum, correct, correctInFive, unknown } = await scoreText({
      replicaScript,
      threads: availableParallelism(),
      configuration,
      recipe,
      vocabularySize: vocabulary.size,
      parameters,
      idsPath,
      remap,
      range: { start: 0, end: length },
    });
    const loss = lossSum / characters;
    return {
      characters,
      unknown,
      loss,
      bitsPerCharacter: loss / Math.LN2,
      perplexity: Math.exp(loss),
      accuracy: correct / characters,
      topFiveAccuracy: correctInFive / characters,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
