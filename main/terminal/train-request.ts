// From the options of a training to a request, and what cannot be meant together. Sends what was typed and nothing
// else: presets and defaults are completed by the engine; here they are looked up only to refuse in time.

import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import type { Loss, ModelConfiguration, ModelSummary, Recipe } from '../../app/contract/model.ts';
import { presets } from '../../app/contract/presets.ts';
import type { PlanRequest, TrainingRequest } from '../../app/contract/training.ts';
import type { Messages } from './messages.ts';
import { flagOf, UsageError } from './options.ts';
import { settingsOf, typedNames, type TrainOptions } from './train-options.ts';

type Settings = ModelConfiguration & Recipe;

/** More epochs than anybody waits for: the run ends when checks show no more gain. */
const endlessEpochs = 10_000;

/** What `--until-converged` calls the end: five validations without a gain over this many nats. */
const convergence = { patience: 5, minimumGain: 0.001 };

/** The request for a new model, with what was typed and nothing else. */
export function toRequest(
  corpus: string,
  options: TrainOptions,
  parent: ModelSummary | null,
): TrainingRequest {
  const { name } = options;
  const configuration = settingsOf(options, 'configuration');
  const recipe = { ...convergenceOf(options), ...settingsOf(options, 'recipe') };
  return {
    corpus,
    ...(name === undefined ? {} : { name }),
    ...(Object.keys(configuration).length === 0 ? {} : { configuration }),
    ...(Object.keys(recipe).length === 0 ? {} : { recipe }),
    ...(parent === null ? {} : { from: parent.id }),
  };
}

/** The same question, asked of a plan. */
export function toPlanRequest({
  corpus,
  configuration,
  recipe,
  from,
}: TrainingRequest): PlanRequest {
  const { minutes, ...rest } = recipe ?? {};
  return {
    corpus,
    ...(minutes === undefined || minutes === null ? {} : { minutes }),
    ...(configuration === undefined ? {} : { configuration }),
    ...(Object.keys(rest).length === 0 ? {} : { recipe: rest }),
    ...(from === undefined ? {} : { from }),
  };
}

/** Which loss the run will make small. */
export function lossOf(options: TrainOptions, parent: ModelSummary | null): Loss {
  return parent?.configuration.loss ?? complete(options).loss;
}

/** Refuses options of a new model that cannot be meant together. */
export function checkNewModel(messages: Messages, options: TrainOptions): void {
  if (options.fineTune !== undefined) {
    const [taken] = [
      ...typedNames(options, 'configuration'),
      ...(options.preset === undefined ? [] : (['preset'] as const)),
    ];
    if (taken !== undefined) throw new UsageError(messages.fineTuneNetwork(flagOf(taken)));
  }
  const settings = complete(options);
  const useless = needs.find(
    ({ option, isMet }) => options[option] !== undefined && !isMet(settings),
  );
  if (useless) {
    throw new UsageError(messages.onlyWith(flagOf(useless.option), useless.needed));
  }
  checkTied(messages, options, settings);
  if (options.untilConverged && settings.validation === 0) {
    throw new UsageError(messages.convergenceUnchecked);
  }
}

/** Options that do nothing but beside another one. */
const needs: {
  option: 'stride' | 'squareDecay' | 'warmup' | 'decayFactor' | 'decayEvery' | 'decayAfter';
  needed: string;
  isMet: (settings: Settings) => boolean;
}[] = [
  { option: 'stride', needed: '--windows strided', isMet: ({ windows }) => windows === 'strided' },
  {
    option: 'squareDecay',
    needed: '--optimizer adamw | adam | rmsprop',
    isMet: ({ optimizer }) => optimizer !== 'sgd',
  },
  { option: 'warmup', needed: '--schedule cosine', isMet: ({ schedule }) => schedule === 'cosine' },
  {
    option: 'decayFactor',
    needed: '--schedule step | exponential | plateau',
    isMet: ({ schedule }) => schedule !== 'constant' && schedule !== 'cosine',
  },
  {
    option: 'decayEvery',
    needed: '--schedule step | exponential | plateau',
    isMet: ({ schedule }) => schedule !== 'constant' && schedule !== 'cosine',
  },
  {
    option: 'decayAfter',
    needed: '--schedule step | exponential',
    isMet: ({ schedule }) => schedule === 'step' || schedule === 'exponential',
  },
];

/** An embedding that nobody named takes the size that tying needs; one that was named must have it. */
function checkTied(messages: Messages, options: TrainOptions, settings: Settings): void {
  const { tieWeights, embedding } = options;
  const last = settings.head.at(-1) ?? settings.layers.at(-1);
  if (!tieWeights || embedding === undefined || last === undefined || embedding === last) return;
  throw new UsageError(messages.tiedSizes(String(embedding), last));
}

function convergenceOf(options: TrainOptions): Partial<Recipe> {
  if (!options.untilConverged) return {};
  return { epochs: endlessEpochs, ...convergence, ...endlessSchedule(options) };
}

/** Cosine and the decays are laid over a number of epochs that is not meant: plateau goes by the checks. */
function endlessSchedule({ preset }: TrainOptions): Partial<Recipe> {
  const isConstant = preset && presets[preset].recipe.schedule === 'constant';
  return isConstant ? {} : { schedule: 'plateau' };
}

/** Everything as it will probably be; the sizes of a timed run are the engine's to choose. */
function complete(options: TrainOptions): Settings {
  const preset = options.preset ? presets[options.preset] : null;
  return {
    ...defaultConfiguration,
    ...defaultRecipe,
    ...preset?.configuration,
    ...preset?.recipe,
    ...convergenceOf(options),
    ...settingsOf(options, 'configuration'),
    ...settingsOf(options, 'recipe'),
  };
}
