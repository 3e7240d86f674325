// What the fake engine pretends to have measured: the plan of a request, by plain arithmetic.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import type { PlanRemark, PlanRequest, TrainingPlan } from '../../app/contract/training.ts';
import { presets } from '../../app/contract/presets.ts';
import { layOutParameters } from '../../app/model/parameters.ts';

/** Characters that the pretended machine trains on in a second. */
const charsPerSecond = 14_200;

/** Below so many characters the pretended planner finds two layers of 256 too large. */
const smallText = 100_000;

/** The plan of a request on a text. */
export function makePlan(request: PlanRequest, corpus: CorpusSummary): TrainingPlan {
  const isChosen = request.configuration === undefined && request.recipe === undefined;
  const sizes = request.minutes !== undefined && request.minutes < 5 ? [128, 128] : [256, 256];
  const name = request.recipe?.preset ?? null;
  const preset = name === null ? { configuration: {}, recipe: {} } : presets[name];
  const configuration = {
    ...defaultConfiguration,
    ...preset.configuration,
    ...(isChosen ? { layers: sizes } : {}),
    ...request.configuration,
  };
  const timed = request.minutes === undefined ? {} : { minutes: request.minutes, epochs: null };
  const recipe = { ...defaultRecipe, ...preset.recipe, ...request.recipe, ...timed };
  const perStep =
    recipe.batchSize * (recipe.windows === 'strided' ? recipe.stride : recipe.sequenceLength);
  const seconds =
    recipe.minutes === null
      ? ((recipe.epochs ?? 1) * corpus.characters) / charsPerSecond
      : recipe.minutes * 60;
  return {
    configuration,
    recipe,
    parameters: layOutParameters(configuration, corpus.vocabularySize + 2).count,
    vocabularySize: corpus.vocabularySize + 2,
    characters: Math.round(corpus.characters * 0.9),
    unknownShare: 0,
    replicas: 2,
    steps: Math.max(1, Math.round((seconds * charsPerSecond) / perStep)),
    seconds,
    charsPerSecond,
    memoryBytes: 412_000_000,
    ...(recipe.windows === 'strided'
      ? { expectedLoss: null, lossUnknown: 'recipe' as const }
      : { expectedLoss: { low: 1.47, high: 1.56 }, lossUnknown: null }),
    remarks: remarksOn(configuration.layers, corpus),
  };
}

function remarksOn(layers: readonly number[], { characters }: CorpusSummary): PlanRemark[] {
  if (characters >= smallText || layers.every((size) => size <= 128)) return [];
  const message = 'The text is too small for this network.';
  return [{ code: 'text-too-small', message, layers: [128, 128] }];
}
