// Settles what a request left open and says what would come of it: the same for a plan that is only shown and for a
// run that starts. Starts nothing.

import type { ModelConfiguration, Recipe } from '../../contract/model.ts';
import type { PlanRequest, TrainingPlan } from '../../contract/training.ts';
import type { Range } from '../../corpus/splitting/splits.ts';
import type { OpenedCorpus } from '../../library/interfaces.ts';
import { layOutParameters } from '../../model/parameters.ts';
import { stepsPerEpoch } from '../../training/windows.ts';
import { chooseRecipe, trainingShare, type Candidate } from './choose-recipe.ts';
import { completeSettings, type AskedSettings, type Settings } from './complete-request.ts';
import { readCorpusText, type CorpusText } from '../texts/corpus-text.ts';
import { expectLossRange, usefulEpochs, whyLossIsUnknown } from './expected-loss.ts';
import type { Machine } from './machine.ts';
import { estimateMemory, tightShare } from './memory-estimate.ts';
import { remarksOn } from './plan-remarks.ts';
import { prepareRun, type PreparedRun } from './prepare.ts';

/** A validation costs a third of a training step for each character. */
const validationCost = 1 / 3;

/** Validations take no more of a run than this. */
const validationShareAtMost = 0.1;

export interface PlannerParent {
  configuration: ModelConfiguration;
  vocabulary: readonly string[];
}

export class Planner {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** What a request comes to, ready to start; times steps only where sizes are to be chosen. */
  async prepare(
    corpus: OpenedCorpus,
    request: AskedSettings,
    parent: PlannerParent | null = null,
  ): Promise<PreparedRun> {
    const asked = parent ? { ...request, configuration: parent.configuration } : request;
    const completed = completeSettings(asked);
    const text = readCorpusText(corpus, completed.recipe, parent?.vocabulary);
    const settings = leavesChoice(asked) ? await this.#choose(completed, text) : completed;
    return prepareRun(this.#machine, text, settings);
  }

  /** What would come of a request, and what there is to say about it. */
  async plan(
    corpus: OpenedCorpus,
    { minutes, configuration, recipe }: PlanRequest,
    parent: PlannerParent | null = null,
  ): Promise<TrainingPlan> {
    const timed = minutes === undefined ? recipe : { ...recipe, minutes, epochs: null };
    const prepared = await this.prepare(corpus, { configuration, recipe: timed }, parent);
    return this.#describe(prepared, parent !== null);
  }

  /** Steps, time, memory and loss of a run that is ready to start, by timed steps. */
  async #describe(prepared: PreparedRun, hasParent: boolean): Promise<TrainingPlan> {
    const { configuration, recipe, vocabulary, text, parameters, memoryBytes } = prepared;
    const { unknownShare, unknownOutside } = prepared;
    const { batchSize, replicas } = recipe;
    const vocabularySize = vocabulary.size;
    const secondsPerStep = await this.#secondsPerStep(prepared);
    const characters = text.train.end - text.train.start;
    const perEpoch = stepsPerEpoch(text.train, recipe);
    const { steps, seconds } = durationOf(recipe, {
      secondsPerStep,
      stepsPerEpoch: perEpoch,
      scoringSteps: stepsToScore(text.validation, recipe),
      usefulPasses: usefulEpochs(characters, { batchSize, dropout: configuration.dropout }),
    });
    const learning = {
      characters,
      charactersRead: steps * charactersPerStep(recipe),
      units: Math.max(...configuration.layers),
      batchSize,
      dropout: configuration.dropout,
      vocabularySize,
      unknownShare,
      unknownOutside,
    };
    const lossUnknown = hasParent ? 'parent' : whyLossIsUnknown(learning, configuration, recipe);
    const plan = {
      configuration,
      recipe,
      parameters,
      vocabularySize,
      characters,
      unknownShare,
      replicas,
      steps,
      seconds,
      charsPerSecond: charactersPerStep(recipe) / secondsPerStep,
      memoryBytes,
      expectedLoss: lossUnknown === null ? expectLossRange(learning) : null,
      lossUnknown,
    };
    return {
      ...plan,
      remarks: remarksOn(plan, {
        stepsPerEpoch: perEpoch,
        machineBytes: this.#machine.memoryBytes,
      }),
    };
  }

  async #choose({ configuration, recipe }: Settings, text: CorpusText): Promise<Settings> {
    const { characters, vocabulary } = text;
    // Counted once: how many replicas are fastest changes little from one candidate to the next.
    let { replicas } = recipe;
    const choice = await chooseRecipe({
      characters,
      vocabularySize: vocabulary.size,
      seconds: (recipe.minutes ?? 0) * 60,
      fits: (candidate) => this.#memoryOf(candidate, recipe, vocabulary.size) < this.#roomBytes,
      speedOf: async (candidate) => {
        const { batchSize } = candidate;
        const prepared = await prepareRun(this.#machine, text, {
          configuration: candidate.configuration,
          recipe: { ...recipe, batchSize, replicas },
        });
        replicas = prepared.recipe.replicas;
        return charactersPerStep(prepared.recipe) / (await this.#secondsPerStep(prepared));
      },
    });
    return {
      configuration: { ...configuration, ...choice.configuration },
      recipe: { ...recipe, ...choice.recipe },
    };
  }

  get #roomBytes(): number {
    return tightShare * this.#machine.memoryBytes;
  }

  #memoryOf(
    { configuration, batchSize }: Candidate,
    { sequenceLength }: Recipe,
    vocabularySize: number,
  ): number {
    const parameters = layOutParameters(configuration, vocabularySize).count;
    const replicas = Math.min(this.#machine.cores, batchSize);
    const sizes = { vocabularySize, parameters, batchSize, sequenceLength, replicas };
    return estimateMemory({ configuration, ...sizes });
  }

  #secondsPerStep({ configuration, vocabulary, recipe }: PreparedRun): Promise<number> {
    const { batchSize, sequenceLength, arithmetic, replicas } = recipe;
    return this.#machine.speeds.secondsPerStep({
      configuration,
      vocabularySize: vocabulary.size,
      batchSize,
      sequenceLength,
      arithmetic,
      replicas,
    });
  }
}

/** Steps that read as many characters as one validation of a whole part. */
function stepsToScore({ start, end }: Range, { windows, stride, ...recipe }: Recipe): number {
  const { batchSize, sequenceLength } = recipe;
  return (end - start) / batchSize / (windows === 'strided' ? stride : sequenceLength);
}

function charactersPerStep({ batchSize, sequenceLength }: Recipe): number {
  return batchSize * sequenceLength;
}

/** Settings that say nothing of which network is wanted, or how it is to learn. */
const openFields: readonly string[] = [
  'epochs',
  'minutes',
  'preset',
  'validation',
  'test',
  'minimumCount',
  'coverage',
  'validateEvery',
  'patience',
  'minimumGain',
  'seed',
  'replicas',
  'arithmetic',
] satisfies (keyof Recipe)[];

/** True where a request gives a time, and neither a network nor a way to train it. */
export function leavesChoice({ configuration = {}, recipe = {} }: AskedSettings): boolean {
  const settled = Object.entries(recipe).filter(([, value]) => value !== undefined);
  return (
    Boolean(recipe.minutes) &&
    !recipe.epochs &&
    !recipe.preset &&
    Object.values(configuration).every((value) => value === undefined) &&
    settled.every(([field]) => openFields.includes(field))
  );
}

interface RunPace {
  secondsPerStep: number;
  stepsPerEpoch: number;
  /** Steps that read as many characters as one validation. */
  scoringSteps: number;
  /** Passes after which a run that ends when it has converged is expected to. */
  usefulPasses: number;
}

function durationOf(
  { minutes, epochs, schedule, patience }: Recipe,
  { secondsPerStep, stepsPerEpoch, scoringSteps, usefulPasses }: RunPace,
): { steps: number; seconds: number } {
  const endsByItself = schedule === 'plateau' && patience !== null;
  const useful = endsByItself ? Math.ceil(usefulPasses * stepsPerEpoch) : Number.POSITIVE_INFINITY;
  if (minutes !== null) {
    const inTime = Math.floor((trainingShare * minutes * 60) / secondsPerStep);
    const steps = Math.min(inTime, useful);
    return { steps, seconds: (minutes * 60 * steps) / Math.max(1, inTime) };
  }
  const steps = Math.min((epochs ?? 1) * stepsPerEpoch, useful);
  const training = steps * secondsPerStep;
  const scoring = validationCost * scoringSteps * secondsPerStep;
  // One at each epoch's end within the share, and a whole one at the end.
  const passes = Math.floor(steps / Math.max(1, stepsPerEpoch)) - 1;
  const validating = Math.min(Math.max(0, passes) * scoring, validationShareAtMost * training);
  return { steps, seconds: training + validating + scoring };
}
