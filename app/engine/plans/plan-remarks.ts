// What a plan has to say beside its numbers. Codes for front ends that phrase things themselves, and an English
// sentence for everybody else. Pure.

import type { PlanRemark, TrainingPlan } from '../../contract/training.ts';
import { expectLoss, unitsThatFit } from './expected-loss.ts';
import { tightShare } from './memory-estimate.ts';

interface PlanSurroundings {
  stepsPerEpoch: number;
  /** Memory of this machine. */
  machineBytes: number;
}

type PlanFigures = Omit<TrainingPlan, 'remarks'>;

/** Units beyond what the text can fill from which a network is called too large for it. */
const tooLargeFactor = 3;

/** Below this many characters no network learns more than words. */
const shortText = 5000;

/** Nats that a smaller network must promise before anybody is told to take it. */
const worthSaying = 0.03;

/** Share of a text that may count as `<unk>` before it changes what a loss means. */
const worthMentioning = 0.005;

const sizes = [64, 128, 256, 384, 512, 768, 1024];

/** The remarks on a plan, the most important first. */
export function remarksOn(plan: PlanFigures, surroundings: PlanSurroundings): PlanRemark[] {
  return [
    textTooSmall(plan),
    smallerFits(plan),
    timeTooShort(plan, surroundings),
    memoryTight(plan, surroundings),
    runsUnfused(plan),
    charactersLeftOut(plan),
  ].filter((remark) => remark !== null);
}

function textTooSmall({ configuration, characters }: PlanFigures): PlanRemark | null {
  const units = Math.max(...configuration.layers);
  const fitting = nearestSize(unitsThatFit(characters));
  if (units > tooLargeFactor * unitsThatFit(characters) && fitting < units) {
    return {
      code: 'text-too-small',
      message: `${count(characters)} characters are too few for layers of ${units}: the network would learn them by heart. Layers of ${fitting} fit this text.`,
      layers: [fitting, fitting],
    };
  }
  if (characters >= shortText) return null;
  return {
    code: 'text-too-small',
    message: `${count(characters)} characters teach a network little more than words. Add text: ${count(10 * shortText)} characters make a start.`,
    layers: null,
  };
}

function smallerFits(plan: PlanFigures): PlanRemark | null {
  const { configuration, recipe, characters, charsPerSecond, steps, expectedLoss } = plan;
  if (recipe.minutes === null || expectedLoss === null) return null;
  const units = Math.max(...configuration.layers);
  const { batchSize, sequenceLength } = recipe;
  const charactersRead = steps * batchSize * sequenceLength;
  const lossOf = (size: number) =>
    expectLoss({
      characters,
      charactersRead: charactersRead * (units / size) ** 2,
      units: size,
      batchSize,
      dropout: configuration.dropout,
    });
  const best = sizes
    .filter((size) => size < units)
    .map((size) => ({ size, loss: lossOf(size) }))
    .sort((first, second) => first.loss - second.loss)[0];
  if (!best || best.loss > lossOf(units) - worthSaying || charsPerSecond === 0) return null;
  return {
    code: 'smaller-fits',
    message: `In this time layers of ${best.size} get further than layers of ${units}: they read the text more often.`,
    layers: configuration.layers.map(() => best.size),
  };
}

function timeTooShort(
  { recipe, steps }: PlanFigures,
  { stepsPerEpoch }: PlanSurroundings,
): PlanRemark | null {
  if (recipe.minutes === null || steps >= stepsPerEpoch) return null;
  const share = Math.max(1, Math.round((100 * steps) / stepsPerEpoch));
  return {
    code: 'time-too-short',
    message: `In this time about ${share} % of the text is read once. More minutes give a better model.`,
    layers: null,
  };
}

function memoryTight(
  { memoryBytes }: PlanFigures,
  { machineBytes }: PlanSurroundings,
): PlanRemark | null {
  if (memoryBytes <= tightShare * machineBytes) return null;
  const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  return {
    code: 'memory-tight',
    message: `Training takes about ${gigabytes(memoryBytes)} GB of this computer's ${gigabytes(machineBytes)} GB. Close other programs, or choose a smaller batch or smaller layers.`,
    layers: null,
  };
}

function runsUnfused({ configuration }: PlanFigures): PlanRemark | null {
  const { cell, activation } = configuration;
  if (cell !== 'lstm' || activation === 'tanh') return null;
  return {
    code: 'runs-unfused',
    message: `TensorFlow's fused LSTM knows tanh alone: with ${activation} the layers run from single operations, several times slower.`,
    layers: null,
  };
}

function charactersLeftOut({ unknownShare }: PlanFigures): PlanRemark | null {
  if (unknownShare < worthMentioning) return null;
  return {
    code: 'characters-left-out',
    message: `${(100 * unknownShare).toFixed(1)} % of the text is made of characters outside the vocabulary: they all count as one, <unk>, and the model never writes them. Its loss cannot be compared with that of a model of all characters.`,
    layers: null,
  };
}

/** The weighed size that is nearest to a number of units, by ratio. */
function nearestSize(units: number): number {
  const distance = (size: number) => Math.abs(Math.log(size / units));
  return sizes.reduce((best, size) => (distance(size) < distance(best) ? size : best));
}

function count(characters: number): string {
  return characters.toLocaleString('en');
}
