// How a model's loss on a range is taken, after how it was trained: as one stream that carries its state, or by
// windows of their own; and how that work is shared. Knows neither threads nor replicas.

import type { ModelConfiguration, Recipe } from '../contract/model.ts';
import { openIdFile, type IdFile } from '../corpus/id-file.ts';
import type { Range } from '../corpus/splitting/splits.ts';
import { countStridedWindows } from '../corpus/windows/strided-windows.ts';
import { Network } from '../model/network.ts';
import type { TensorFlow } from '../tensor/tensorflow.ts';
import { cutIntoParts, scoreParts, type ScoredPart } from './evaluation.ts';
import { shareOf } from './reports.ts';
import { scoreWindows, type ScoredWindows } from './score-windows.ts';
import type { Score } from './score.ts';

/** The part of a recipe that says how a model reads. */
export type ReadingRecipe = Pick<Recipe, 'windows' | 'stride' | 'sequenceLength'>;

/** Work to be shared: plain values, which may cross a thread border. */
export type ScoringWork =
  { kind: 'streams'; parts: ScoredPart[] } | { kind: 'strided'; windows: ScoredWindows };

type Configuration = Pick<ModelConfiguration, 'targets'>;

/** Lays out the scoring of a range, or of about so many evenly spread characters of it. Null: nothing to score. */
export function layOutScoring(
  range: Range,
  model: { recipe: ReadingRecipe; configuration: Configuration },
  limit = Number.POSITIVE_INFINITY,
): ScoringWork | null {
  const { recipe, configuration } = model;
  if (limit <= 0) return null;
  if (recipe.windows === 'streams') {
    const parts = cutIntoParts(range, limit);
    return parts.length === 0 ? null : { kind: 'streams', parts };
  }
  const { stride, sequenceLength } = recipe;
  const total = countStridedWindows({ range, stride, sequenceLength });
  if (total === 0) return null;
  const count = Math.max(1, Math.min(total, Math.floor(limit / positionsPerWindow(model))));
  const { targets } = configuration;
  const windows = { range, stride, sequenceLength, targets, total, count, first: 0, end: count };
  return { kind: 'strided', windows };
}

/** Characters that have a loss when a range is scored whole. */
export function countScored(
  range: Range,
  model: { recipe: ReadingRecipe; configuration: Configuration },
): number {
  const { windows, stride, sequenceLength } = model.recipe;
  if (windows === 'streams') return Math.max(0, range.end - range.start - 1);
  return countStridedWindows({ range, stride, sequenceLength }) * positionsPerWindow(model);
}

/** One of so many equal shares of the work. */
export function shareOfScoring(work: ScoringWork, share: number, shares: number): ScoringWork {
  if (work.kind === 'streams') {
    const { start, end } = shareOf(work.parts.length, share, shares);
    return { kind: 'streams', parts: work.parts.slice(start, end) };
  }
  const { start, end } = shareOf(work.windows.count, share, shares);
  return { kind: 'strided', windows: { ...work.windows, first: start, end } };
}

/** A network and an open file of ids to score with; one per thread. */
export class Scorer {
  readonly #network: Network;
  readonly #ids: IdFile;
  readonly #remap: Int32Array;

  constructor(
    tensorflow: TensorFlow,
    model: { configuration: ModelConfiguration; recipe: ReadingRecipe; vocabularySize: number },
    text: { idsPath: string; remap: Int32Array },
  ) {
    const { configuration, recipe, vocabularySize } = model;
    const isStream = recipe.windows === 'streams';
    // A stream is scored at every position, even where training had a loss at the last of a window alone.
    const scored = isStream ? { ...configuration, targets: 'every' as const } : configuration;
    this.#network = new Network(tensorflow, scored, { vocabularySize });
    this.#ids = openIdFile(text.idsPath, isStream ? null : recipe.sequenceLength + 1);
    this.#remap = text.remap;
  }

  /** Scores a share of the work. */
  score(parameters: Float32Array, work: ScoringWork): Score {
    const weights = this.#network.lend(parameters);
    const text = { ids: this.#ids, remap: this.#remap };
    try {
      return work.kind === 'streams'
        ? scoreParts(this.#network, weights, text, work.parts)
        : scoreWindows(this.#network, weights, text, work.windows);
    } finally {
      weights.release();
    }
  }

  close(): void {
    this.#ids.close();
    this.#network.dispose();
  }
}

function positionsPerWindow({
  recipe,
  configuration,
}: {
  recipe: ReadingRecipe;
  configuration: Configuration;
}): number {
  return configuration.targets === 'last' ? 1 : recipe.sequenceLength;
}
