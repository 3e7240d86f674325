// What validation loss to expect of a network before it is trained: a formula fitted to runs that were made, in nats
// per character. Says which of two plans is better on most texts; says how good a model gets only for texts that are
// like those of the runs. Pure; knows no machine and no time.

import type { ModelConfiguration, Recipe } from '../../contract/model.ts';
import type { LossUnknown } from '../../contract/training.ts';

export interface LearningSituation {
  /** Characters of the training part. */
  characters: number;
  /** Characters that the run will have read at its end, each pass counted. */
  charactersRead: number;
  /** Size of the largest recurrent layer. */
  units: number;
  batchSize: number;
  dropout: number;
}

/*
 * The evidence: Shakespeare's plays (English, 65 characters) and their beginning, two LSTM layers, AdamW, length 64,
 * validation on the last tenth; nats per character of the best weights.
 *
 *  training part │ units │ dropout │ batch │ schedule          │ passes │ loss
 *       1.0 M    │  256  │   0     │  16   │ cosine over 4     │   3    │ 1.440
 *       1.0 M    │  256  │   0.15  │  16   │ cosine over 4     │  3.7   │ 1.457
 *       1.0 M    │  256  │   0     │  32   │ cosine, 3 minutes │  6–7   │ 1.462
 *       1.0 M    │  384  │   0.22  │  32   │ cosine, 12 min.   │   9    │ 1.421
 *       1.0 M    │  512  │   0.37  │  16   │ cosine, 30 min.   │  < 10  │ 1.466, on a machine that others used
 *       180 K    │  128  │   0     │  16   │ cosine over 12    │  11    │ 1.599
 *       180 K    │  256  │   0     │  16   │ cosine over 8     │   8    │ 1.575
 *       180 K    │  256  │   0.3   │  16   │ cosine over 14    │  11    │ 1.533, still falling
 *        18 K    │   64  │   0     │  16   │ cosine over 40    │  23    │ 2.000
 *        18 K    │   64  │   0.3   │  16   │ cosine over 40    │  40    │ 1.983
 *        18 K    │  128  │   0     │  16   │ cosine over 40    │  16    │ 2.021
 *        18 K    │  128  │   0.3   │  16   │ cosine over 40    │  21    │ 1.947
 *        18 K    │  128  │   0.5   │  16   │ cosine over 40    │  28    │ 1.955
 *        18 K    │  256  │   0     │  16   │ cosine over 25    │  10    │ 2.026
 *        18 K    │  256  │   0.5   │  16   │ cosine over 25    │  16    │ 1.946
 *        18 K    │  128  │   0.5   │  16   │ plateau (PyTorch) │  29    │ 1.870
 *        18 K    │  256  │   0.5   │  16   │ plateau (PyTorch) │  19    │ 1.873
 * PyTorch, the same recipe at 1.0 M characters, tells how batch and passes weigh (the level is its own): batch 64,
 * 6 passes 1.58; batch 32, 4 passes 1.541, 6 passes 1.497; batch 16, 4 passes 1.512, 6 passes 1.4875; 384 units with
 * dropout 0.3, batch 32, 10 passes 1.4485.
 *
 * Fitted by hand, one term after the other: what a text can teach at all falls as a power of its length (1.85, 1.54
 * and 1.38 at 18 K, 180 K and 1 M); a network of half the units that a text could fill costs 0.035, of a quarter 0.1;
 * what is missing for want of reading falls with the characters read, sooner for a short text; a batch of 16 carries a
 * character half as far again as one of 32, and dropout takes its share of what is read. The best row of each text and
 * size is met to 0.03, but for that of 512 units, which is 0.07 worse: no run has shown yet that a million characters
 * fill more than about 440.
 */
const million = 1e6;

/** Loss that a text of so many characters can bring a network to that fits it. */
function floorOf(characters: number): number {
  return 1 + 0.38 * (characters / million) ** -0.2;
}

/** Units that a text of so many characters can fill. */
export function unitsThatFit(characters: number): number {
  return 440 * (characters / million) ** 0.35;
}

function costOfSmallness(units: number, fitting: number): number {
  const halvings = Math.max(0, Math.log2(fitting / units));
  return 0.02 * halvings + 0.015 * halvings ** 2;
}

/** How much further a character carries that is read in a batch of 16 than in a larger one. */
function carry(batchSize: number): number {
  return 1.5 / (1 + batchSize / 32);
}

/** Missing after one pass over a million characters in a batch of 16. */
const costAtOneMillion = 0.14;
const hasteExponent = 1.1;

function costOfHaste(
  characters: number,
  { charactersRead, batchSize, dropout }: LearningSituation,
): number {
  const read = (charactersRead / million) * carry(batchSize) * (1 - dropout);
  return costAtOneMillion * (read / (characters / million) ** 0.75) ** -hasteExponent;
}

/** Steps of the search for how much of a text a run makes use of. */
const shareSteps = 12;

/** The loss to be expected. Of dropout it knows the price alone: that it suits the text is taken for granted. */
export function expectLoss(situation: LearningSituation): number {
  const { characters, charactersRead, units } = situation;
  // More text never hurts: a run does at least as well as on the part of it that it could learn best from.
  const most = Math.min(characters, charactersRead);
  const losses = Array.from({ length: shareSteps }, (_, step) => {
    const used = most * 2 ** (-step / 2);
    return (
      floorOf(used) + costOfSmallness(units, unitsThatFit(used)) + costOfHaste(used, situation)
    );
  });
  return Math.min(...losses);
}

/** Missing for want of reading, where reading on no longer pays. */
const negligibleHaste = 0.004;

/** Passes after which more reading of a text teaches nothing that counts. */
export function usefulEpochs(
  characters: number,
  { batchSize, dropout }: { batchSize: number; dropout: number },
): number {
  const read =
    (costAtOneMillion / negligibleHaste) ** (1 / hasteExponent) * (characters / million) ** 0.75;
  return (read * million) / carry(batchSize) / (1 - dropout) / characters;
}

/** A script of the evidence's kind has at most this many characters: letters, signs, accents. */
const alphabeticVocabulary = 300;

/** Another author, other lines: texts of one language differ by so much around the formula. */
const spread = 0.08;

/** Where more than this counts as `<unk>`, the loss is another one: that class is easier than what it stands for. */
const unknownAtMost = 0.001;

/** Each character that training never saw costs ten nats or more: from here on they decide the loss of a validation. */
const unseenAtMost = 0.005;

/** Why the runs that were made say nothing of a run; null where they do. */
export function whyLossIsUnknown(
  {
    vocabularySize,
    unknownShare,
    unknownOutside,
    charactersRead,
  }: LearningSituation & { vocabularySize: number; unknownShare: number; unknownOutside: number },
  { cell, activation, targets, loss }: ModelConfiguration,
  { windows, optimizer }: Recipe,
): LossUnknown | null {
  if (cell !== 'lstm' || activation !== 'tanh' || targets !== 'every') return 'network';
  if (windows !== 'streams' || loss !== 'cross-entropy') return 'recipe';
  if (optimizer !== 'adamw' && optimizer !== 'adam') return 'recipe';
  if (unknownShare > unknownAtMost) return 'recipe';
  if (vocabularySize > alphabeticVocabulary) return 'script';
  if (unknownOutside > unseenAtMost) return 'parts';
  return charactersRead > 0 ? null : 'time';
}

/** The likely range, for a run of the evidence's kind. */
export function expectLossRange(situation: LearningSituation): { low: number; high: number } {
  const expected = expectLoss(situation);
  return { low: expected * (1 - spread), high: expected * (1 + spread) };
}
