// The best model in so much time: which network and which recipe, for a text of some length on a machine of some speed.
// Rests on expected-loss.ts for what is better; knows no corpus, no files and no clock.

import { defaultConfiguration, defaultRecipe } from '../../contract/defaults.ts';
import type { ModelConfiguration, Recipe } from '../../contract/model.ts';
import { expectLoss, unitsThatFit, usefulEpochs } from './expected-loss.ts';

/** A network and a batch size whose speed can be timed. */
export interface Candidate {
  configuration: ModelConfiguration;
  batchSize: number;
}

export interface ChoiceSituation {
  /** Characters of the training part. */
  characters: number;
  vocabularySize: number;
  /** Time for everything, validation included. */
  seconds: number;
  /** True where the machine has the memory for a candidate. */
  fits: (candidate: Candidate) => boolean;
  /** Characters a second that a candidate trains at; asked for a few candidates only. */
  speedOf: (candidate: Candidate) => Promise<number>;
}

/** What is chosen; everything else keeps its default. */
export interface Choice {
  configuration: ModelConfiguration;
  recipe: Partial<Recipe>;
}

/** Sizes of the two layers that are weighed. */
const unitsWeighed = [64, 128, 256, 384, 512, 768, 1024];

/** Smaller ones leave the kernels idle, larger ones take too few steps. */
const batchesWeighed = [16, 32, 64];

/** Timing one takes a second or so: all of them together must not be felt. */
const timingsAtMost = 4;

/** A larger network, or another batch, must promise this much; the formula knows no more exactly. */
const worthwhileGain = 0.004;

/** Share of a timed run that is left for training when it validates. */
export const trainingShare = 0.93;

/** Chooses what will have the lowest validation loss when the time is over. */
export async function chooseRecipe(situation: ChoiceSituation): Promise<Choice> {
  const { characters, seconds, fits, speedOf } = situation;
  const timed = new Map<Candidate, number>();
  const candidates = candidatesFor(situation).filter(fits);
  const charactersRead = (candidate: Candidate) =>
    trainingShare * seconds * (timed.get(candidate) ?? guessSpeed(candidate, timed));
  const lossOf = (candidate: Candidate) => {
    const read = charactersRead(candidate);
    const [units, { batchSize }] = [unitsOf(candidate), candidate];
    const dropout = dropoutFor(units, characters, read);
    return expectLoss({ characters, charactersRead: read, units, batchSize, dropout });
  };
  const bestOf = (some: Iterable<Candidate>): Candidate | null => {
    let best: { candidate: Candidate; loss: number } | null = null;
    for (const candidate of some) {
      const loss = lossOf(candidate);
      if (!best || loss < best.loss - worthwhileGain) best = { candidate, loss };
    }
    return best?.candidate ?? null;
  };

  // What looks best from the speeds known so far is timed, until that one is among the timed.
  let next = firstToTime(candidates, characters);
  while (next && !timed.has(next) && timed.size < timingsAtMost) {
    timed.set(next, await speedOf(next));
    next = bestOf(candidates);
  }
  const inOrder = candidates.filter((candidate) => timed.has(candidate));
  const best = next && timed.has(next) ? next : bestOf(inOrder);
  return settle(best ?? smallest(situation), {
    characters,
    charactersRead: best ? charactersRead(best) : 0,
  });
}

/** Small networks and small batches first, so that they win where nothing is gained beyond them. */
function candidatesFor(situation: ChoiceSituation): Candidate[] {
  return unitsWeighed.flatMap((units) =>
    batchesWeighed.map((batchSize) => ({
      configuration: networkOf(units, situation),
      batchSize,
    })),
  );
}

function smallest(situation: ChoiceSituation): Candidate {
  return { configuration: networkOf(unitsWeighed[0] ?? 64, situation), batchSize: 16 };
}

/** A script of thousands of characters has more to say in each of them than an alphabet. */
const manyCharacters = 1000;

/** What two cores read with layers of 128: so much text at least is read twice, and then dropout is timed along. */
const charactersPerSecond = 50_000;

/** The network of two layers that is weighed. Its dropout costs the time of the final one; its rate comes last. */
function networkOf(
  units: number,
  { characters, vocabularySize, seconds }: ChoiceSituation,
): ModelConfiguration {
  const embedding = Math.min(units / 2, vocabularySize > manyCharacters ? 128 : 64);
  const dropout = characters < charactersPerSecond * seconds ? 0.1 : 0;
  return { ...defaultConfiguration, layers: [units, units], embedding, dropout };
}

/** The middle of what the text could fill: whatever is best in the end is not far from it. */
function firstToTime(candidates: Candidate[], characters: number): Candidate | null {
  const wanted = Math.min(256, unitsThatFit(characters));
  const fits = candidates.filter(
    (candidate) => unitsOf(candidate) <= Math.max(64, wanted) && candidate.batchSize === 16,
  );
  return fits.at(-1) ?? null;
}

function unitsOf({ configuration }: Candidate): number {
  return Math.max(...configuration.layers);
}

/**
 * How busy a batch may keep the kernels at best, against a batch of 32. More than most machines show, the more cores the
 * less so: a guess that is too high is timed and found out, one that is too low is never looked at.
 */
function busyness(batchSize: number): number {
  return batchSize <= 16 ? 0.6 : batchSize <= 32 ? 1 : 1.3;
}

/** Speed by arithmetic, from the timed candidate that is nearest in size. */
function guessSpeed(candidate: Candidate, timed: Map<Candidate, number>): number {
  let guess = { distance: Number.POSITIVE_INFINITY, speed: 0 };
  for (const [known, speed] of timed) {
    const sizes = arithmeticOf(candidate) / arithmeticOf(known);
    const distance =
      Math.abs(Math.log(sizes)) + Math.abs(candidate.batchSize - known.batchSize) / 1e3;
    const batches = busyness(candidate.batchSize) / busyness(known.batchSize);
    if (distance < guess.distance) guess = { distance, speed: (speed * batches) / sizes };
  }
  return guess.speed;
}

/** Grows with the square of the units; the last term is what a character costs whatever the size. */
function arithmeticOf(candidate: Candidate): number {
  return unitsOf(candidate) ** 2 + 64 ** 2;
}

/** Parameters of two layers of so many units, embedding and output left out. */
function parametersOf(units: number): number {
  return 13 * units ** 2;
}

const dropoutAtMost = 0.5;

/**
 * Passes up to which a text is still new enough to need no dropout, and those from which it needs all of it: four
 * passes over a million characters (2×256) came to 1.440 without and to 1.457 with a dropout of 0.15.
 */
const passesWithoutDropout = 4;
const passesWithFullDropout = 10;

/**
 * The more numbers a network has for each character and the more often it reads them, the more it has to be kept from
 * learning them by heart: 0.2 for as many parameters as characters, a tenth more for each doubling.
 */
export function dropoutFor(units: number, characters: number, charactersRead: number): number {
  const full = 0.2 + 0.1 * Math.log2(parametersOf(units) / characters);
  const passes = charactersRead / characters - passesWithoutDropout;
  const share = passes / (passesWithFullDropout - passesWithoutDropout);
  const dropout = full * Math.min(1, Math.max(0, share));
  return Number(Math.min(dropoutAtMost, Math.max(0, dropout)).toFixed(2));
}

/** Learning rate of two layers of 256 units; wider ones want less, as the root of their width. */
const learningRateAt256 = 0.005;

/** Decay that goes with dropout: both are for networks that could learn the text by heart. */
const weightDecay = 0.01;
const dropoutThatWantsDecay = 0.15;

function settle(
  { configuration, batchSize }: Candidate,
  { characters, charactersRead }: { characters: number; charactersRead: number },
): Choice {
  const units = Math.max(...configuration.layers);
  const dropout = dropoutFor(units, characters, charactersRead);
  const learningRate = learningRateAt256 * Math.sqrt(Math.min(1, 256 / units));
  const passes = charactersRead / characters;
  const isTimeToSpare = passes > usefulEpochs(characters, { batchSize, dropout });
  return {
    configuration: { ...configuration, dropout },
    recipe: {
      batchSize,
      learningRate: Number(learningRate.toFixed(4)),
      ...(isTimeToSpare
        ? untilConverged(characters / (batchSize * defaultRecipe.sequenceLength))
        : { weightDecay: dropout > dropoutThatWantsDecay ? weightDecay : 0 }),
    },
  };
}

/** Fewer steps between two validations would be more validating than training. */
const validateEveryAtLeast = 16;

/**
 * Where there is more time than the text has to teach, a rate that falls over all of it would stay high until the
 * network knows the text by heart. It falls when validation stops improving instead, and the run ends soon after.
 * On 18 K characters (128 units, dropout 0.5, run with a peer) this reached 1.870; cosine over 80 epochs 1.876, over 40
 * epochs 1.921; with weight decay 1.886, with three validations a halving and a lower rate 1.899.
 */
function untilConverged(stepsPerEpoch: number): Partial<Recipe> {
  return {
    schedule: 'plateau',
    decayFactor: 0.5,
    decayEvery: 2,
    patience: 8,
    validateEvery: Math.max(validateEveryAtLeast, Math.floor(stepsPerEpoch)),
  };
}
