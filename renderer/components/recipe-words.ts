// A configuration and a recipe in words, short enough for one line each. For the form's folded groups and for
// the models that were made so.

import type { ModelConfiguration, Recipe } from '../../app/contract/model.ts';
import type { Language } from '../state/language.svelte.ts';
import { describeLayers } from '../state/parameters.ts';

/** The kind and the sizes of its layers: LSTM 2×256. */
export function layersWords({ cell, layers }: ModelConfiguration, { t }: Language): string {
  return t('train.sub.cell', { cell: t(`recipe.cell.${cell}`), layers: describeLayers(layers) });
}

/** The network: cells, activation, input, head, dropout, targets, loss; only what is not usual is said. */
export function networkWords(configuration: ModelConfiguration, language: Language): string {
  const { t } = language;
  const { activation, head, embedding, dropout, targets, loss, tieWeights } = configuration;
  const parts = [
    layersWords(configuration, language),
    t(`recipe.activation.${activation}`),
    embedding === 'one-hot' ? t('words.oneHot') : t('words.embedding', { size: embedding }),
  ];
  if (tieWeights) parts.push(t('words.tied'));
  if (dropout > 0) parts.push(t('words.dropout', { share: language.percent(dropout) }));
  if (head.length > 0) parts.push(t('words.head', { sizes: head.join('-') }));
  if (targets === 'last') parts.push(t('words.last'));
  if (loss !== 'cross-entropy') parts.push(within(t(`recipe.loss.${loss}`)));
  return parts.join(' · ');
}

/** Optimiser, learning rate, schedule and clipping. */
export function steppingWords(recipe: Recipe, language: Language): string {
  const { t } = language;
  const { optimizer, learningRate, schedule, weightDecay, clipNorm, clipValue } = recipe;
  const rate = language.brief(learningRate);
  const parts = [
    t(`recipe.optimizer.${optimizer}`),
    t('words.learningRate', { rate }),
    within(t(`recipe.schedule.${schedule}`)),
  ];
  if (weightDecay > 0) parts.push(t('words.weightDecay', { decay: language.brief(weightDecay) }));
  if (clipNorm !== null) parts.push(t('words.clipNorm', { norm: language.brief(clipNorm) }));
  if (clipValue !== null) parts.push(t('words.clipValue', { value: language.brief(clipValue) }));
  if (clipNorm === null && clipValue === null) parts.push(t('words.unclipped'));
  return parts.join(' · ');
}

/** Windows, batch and length. */
export function readingWords(
  { windows, stride, batchSize, sequenceLength }: Recipe,
  { t }: Language,
) {
  const parts = [
    windows === 'streams' ? within(t('recipe.windows.streams')) : t('words.strided', { stride }),
    t('words.batch', { size: batchSize }),
    t('words.length', { length: sequenceLength }),
  ];
  return parts.join(' · ');
}

/** Which characters have a place. */
export function vocabularyWords(
  { minimumCount, coverage }: Pick<Recipe, 'minimumCount' | 'coverage'>,
  language: Language,
): string {
  const { t } = language;
  const parts: string[] = [];
  if (minimumCount > 1) parts.push(t('words.minimumCount', { count: minimumCount }));
  if (coverage < 1) parts.push(t('words.coverage', { share: language.percent(coverage, 1) }));
  return parts.length === 0 ? t('words.everyCharacter') : parts.join(' · ');
}

/** Which parts judge, how often, and when a run ends early. */
export function judgingWords(recipe: Recipe, language: Language): string {
  const { t } = language;
  const { validation, test, validateEvery, patience, minimumGain } = recipe;
  const parts = [t('words.validation', { share: language.percent(validation) })];
  if (test > 0) parts.push(t('words.test', { share: language.percent(test) }));
  if (validateEvery !== null) parts.push(t('words.validateEvery', { steps: validateEvery }));
  if (patience !== null) {
    parts.push(
      t(minimumGain > 0 ? 'words.patienceGain' : 'words.patience', {
        count: patience,
        gain: language.brief(minimumGain),
      }),
    );
  }
  return parts.join(' · ');
}

/** Replicas, arithmetic and seed. */
export function machineWords({ replicas, arithmetic, seed }: Recipe, { t }: Language): string {
  const cores = replicas === 'auto' ? t('words.coresAuto') : t('words.cores', { count: replicas });
  const products = arithmetic === 'auto' ? null : arithmetic;
  return [cores, products, t('words.seed', { seed: String(seed) })]
    .filter((part) => part !== null)
    .join(' · ');
}

/** How long: epochs or minutes. */
export function durationWords({ epochs, minutes }: Recipe, { t }: Language): string {
  return minutes === null
    ? t('train.goal.epochs', { count: epochs ?? 0 })
    : t('duration.minutes', { minutes });
}

/** A label as it stands within a line: its first letter is small. */
function within(label: string): string {
  return label.slice(0, 1).toLowerCase() + label.slice(1);
}
