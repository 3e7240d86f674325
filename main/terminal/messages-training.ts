// What is said before, during and after a training, in English.

import type { ErrorDetails } from '../../app/contract/errors.ts';
import type { Loss } from '../../app/contract/model.ts';
import type { Preset } from '../../app/contract/presets.ts';
import type {
  Adjustment,
  LossUnknown,
  PlanRemark,
  TrainingEnded,
  TrainingNotice,
  TrainingPlan,
  TrainingProgress,
  TrainingStarted,
  TrainingValidation,
} from '../../app/contract/training.ts';
import {
  lossNames,
  networkInShort,
  optimisedLossInShort,
  optimizerInShort,
  rateInShort,
} from './networks.ts';
import {
  bits,
  bitsInShort,
  bytes,
  choices,
  clock,
  epochs,
  loss,
  lossInShort,
  percent,
  range,
  smallPercent,
  whole,
} from './quantities.ts';

/** A plan, and what only the terminal knows of it. */
export interface PlanView {
  plan: TrainingPlan;
  /** Of the text. */
  name: string;
  /** Whether the run ends only when it has stopped getting better. */
  isOpenEnded: boolean;
  /** Whether it is expected to end well before the minutes that were given. */
  endsEarly: boolean;
  /** Time of day at which it would end, as in 14:05. */
  endsAt: string;
  /** What the same network reaches trained Charloom's way in the same time, where that is another way. */
  ownWay: TrainingPlan['expectedLoss'];
}

const adjusted: Record<Adjustment['field'], string> = {
  batchSize: 'batch size',
  sequenceLength: 'sequence length',
  replicas: 'replicas',
};

/** Notices whose numbers make a sentence; the others are said in the engine's own words. */
const notices: Partial<Record<TrainingNotice['code'], (details: ErrorDetails) => string>> = {
  'rolled-back': ({ step, toStep, learningRate, attempt, attempts }) =>
    `The loss had blown up at step ${step}: back to step ${toStep}, with the learning rate halved to ` +
    `${rateInShort(Number(learningRate))} (${attempt} of at most ${attempts} times).`,
  overfitting: ({ epoch }) =>
    `Learning by heart since epoch ${epochs(Number(epoch))}: the training loss still falls, the validation loss no longer does.`,
  'gradients-vanishing': ({ layer, gradientNorm }) =>
    `Gradients are vanishing: hardly anything reaches layer ${layer} (norm ${rateInShort(Number(gradientNorm))}), so it hardly learns.`,
  'gradients-exploding': ({ gradientNorm, ratio }) =>
    `Gradients are exploding: norm ${rateInShort(Number(gradientNorm))}, ${whole(Number(ratio))} times the usual. ` +
    'If this goes on, lower --learning-rate or --clip-norm.',
  'learning-rate-lowered': ({ learningRate }) =>
    `The validation loss has stopped falling: the learning rate is now ${rateInShort(Number(learningRate))}.`,
  'runs-unfused': ({ cell, activation }) =>
    `There is no fused kernel for ${String(cell).toUpperCase()} with ${String(activation)}: it runs from basic operations, several times slower.`,
};

/** Where no loss can be foretold: why. */
const lossUnknown: Record<LossUnknown, string> = {
  script: 'not known: no runs with so many different characters were measured',
  parts:
    'not known: the part that validates holds characters that the part for training lacks; mix the texts, or leave some out',
  network: 'not known: no runs of such a network were measured',
  recipe: 'not known: no runs with such a recipe were measured',
  parent: 'not known: it depends on how much the text has in common with what the model has learnt',
  time: 'not known: the time is too short for a single step',
};

const endsSooner =
  'That is sooner than you allow: by then more reading would hardly teach it more from this text.';

const leftOut = ({ unknownShare }: TrainingPlan) =>
  `rarer ones, ${smallPercent(unknownShare)} of the text, count as <unk>`;

const lossAndBits = (value: number) => `${loss(value)} nats (${bits(value)} bits) a character`;

/** The words of a training; the type is what every other language has to fill. */
export const englishTraining = {
  clock,
  timing: 'Timing a few steps on this machine…',
  timingPreset: (name: string, place: number, count: number) =>
    `Timing ${name} on this machine (${place} of ${count})…`,
  plan: ({ plan, name, isOpenEnded, endsEarly, endsAt, ownWay }: PlanView): [string, string][] => {
    const { configuration, recipe, expectedLoss, lossUnknown: reason } = plan;
    const { embedding, dropout, loss: optimised } = configuration;
    const rows: [string, string][] = [
      [
        'Text',
        `${name}: ${whole(plan.characters)} characters to train on, ${whole(plan.vocabularySize - 2)} different ones` +
          (plan.unknownShare > 0 ? `; ${leftOut(plan)}` : ''),
      ],
      [
        'Network',
        `${networkInShort(configuration)}, ${embedding === 'one-hot' ? 'one-hot' : `embedding ${embedding}`}: ` +
          `${whole(plan.parameters)} parameters`,
      ],
      [
        'Recipe',
        `batch ${recipe.batchSize} × ${recipe.sequenceLength} characters, ${optimizerInShort(recipe)}, dropout ${dropout}` +
          (optimised === 'cross-entropy' ? '' : `, ${lossNames[optimised]}`),
      ],
      isOpenEnded
        ? ['Steps', `${whole(plan.steps / (recipe.epochs ?? 1))} an epoch`]
        : [
            'Steps',
            `${whole(plan.steps)}${recipe.epochs === null ? '' : `, ${recipe.epochs} epochs`}`,
          ],
      [
        'Speed',
        `${whole(plan.charsPerSecond)} characters/s on ${plan.replicas === 1 ? 'one thread' : `${plan.replicas} threads`}`,
      ],
      isOpenEnded
        ? [
            'Time',
            `${clock(plan.seconds / (recipe.epochs ?? 1))} an epoch, until checks show no more gain`,
          ]
        : [
            'Time',
            `${clock(plan.seconds)}; started now, it ends at ${endsAt}` +
              (endsEarly ? `. ${endsSooner}` : ''),
          ],
      ['Memory', bytes(plan.memoryBytes)],
    ];
    if (expectedLoss) {
      const { low, high } = expectedLoss;
      rows.push([
        'Expected',
        `validation loss ${range(low, high, lossInShort)} nats a character (${range(low, high, bitsInShort)} bits)`,
      ]);
    }
    if (reason) rows.push(['Expected', `the loss is ${lossUnknown[reason]}`]);
    if (ownWay) {
      rows.push([
        'Beside it',
        `the same network, trained Charloom's way in the same time: ${range(ownWay.low, ownWay.high, lossInShort)} nats`,
      ]);
    }
    return rows;
  },
  planInShort: ({ plan, isOpenEnded, endsEarly }: PlanView) => {
    const { configuration, recipe, expectedLoss, lossUnknown: reason } = plan;
    const extent = isOpenEnded
      ? `${clock(plan.seconds / (recipe.epochs ?? 1))} an epoch, until checks show no more gain`
      : `${whole(plan.steps)} steps in ${clock(plan.seconds)}`;
    return (
      `Plan: ${networkInShort(configuration)} (${whole(plan.parameters)} parameters), ` +
      `batch ${recipe.batchSize}, dropout ${configuration.dropout}; ${extent}, ${bytes(plan.memoryBytes)}` +
      (expectedLoss
        ? `; expected validation loss ${range(expectedLoss.low, expectedLoss.high, lossInShort)}.`
        : '.') +
      (reason ? ` The loss to expect is ${lossUnknown[reason]}.` : '') +
      (plan.unknownShare > 0
        ? ` ${whole(plan.vocabularySize - 2)} different characters; ${leftOut(plan)}.`
        : '') +
      (endsEarly ? ` ${endsSooner}` : '')
    );
  },
  remark: ({ message }: PlanRemark) => message,
  lossUnknown: (reason: LossUnknown) => `loss ${lossUnknown[reason]}`,

  adjusted: ({ field, asked, used }: Adjustment) =>
    `The ${adjusted[field]} is ${used} instead of ${asked}, to fit this text.`,
  started: ({ name, characters, vocabularySize, parameters, replicas }: TrainingStarted) =>
    `Training “${name}” on ${whole(characters)} characters, ${whole(vocabularySize - 2)} different ones: ` +
    `${whole(parameters)} parameters, ${replicas === 1 ? 'one thread' : `${replicas} threads`}.`,
  progress: (event: TrainingProgress, isOpenEnded: boolean) =>
    (isOpenEnded ? clock(event.seconds) : percent(event.step / event.steps)) +
    `  epoch ${epochs(event.epoch)}  loss ${loss(event.smoothedLoss)}  ` +
    (isOpenEnded ? '' : `${clock(event.etaSeconds)} left  `) +
    `${whole(event.charsPerSecond)} characters/s  gradient ${rateInShort(event.gradientNorm)}`,
  validation: (event: TrainingValidation, optimised: Loss) =>
    `${clock(event.seconds)}  epoch ${epochs(event.epoch)}: validation loss ${loss(event.loss)} ` +
    `(${event.bitsPerCharacter.toFixed(3)} bits a character, ${percent(event.accuracy)} guessed right` +
    (event.topFiveAccuracy === null
      ? ''
      : `, ${percent(event.topFiveAccuracy)} within five guesses`) +
    (event.optimisedLoss === null
      ? ')'
      : `, ${lossNames[optimised]} ${optimisedLossInShort(event.optimisedLoss)})`),
  notice: ({ code, message, details }: TrainingNotice) =>
    (details && notices[code]?.(details)) ?? message,
  engineRestarted: 'The engine ended unexpectedly and was started again; the training goes on.',
  result: (ended: TrainingEnded, prints: Preset['prints'], optimised: Loss) => {
    const { testLoss, testAccuracy, testOptimisedLoss, bestValidationLoss } = ended;
    const nats = testLoss ?? bestValidationLoss;
    if (prints === 'accuracy' && testAccuracy !== null) {
      return `Accuracy: ${(100 * testAccuracy).toFixed(2)}%`;
    }
    if (prints === 'optimised-loss' && testLoss !== null && testOptimisedLoss !== null) {
      const value = optimisedLossInShort(testOptimisedLoss);
      return `Test loss (${lossNames[optimised]}): ${value} · ${testLoss.toFixed(2)} nats per character`;
    }
    return nats === null ? '' : `Loss: ${loss(nats)} nats per character`;
  },
  done: ({ name, reason, bestValidationLoss, testLoss, testAccuracy, seconds }: TrainingEnded) =>
    [
      reason === 'stopped-improving'
        ? `“${name}” stopped improving and is done after ${clock(seconds)}.`
        : `“${name}” is done after ${clock(seconds)}.`,
      bestValidationLoss === null
        ? 'Nothing was validated, so its last weights are kept. If that was not meant: add text, raise --validation or lower --sequence-length.'
        : `Its best validation loss is ${lossAndBits(bestValidationLoss)}: at each place it hesitates between ` +
          `${choices(Math.exp(bestValidationLoss), { about: 'about ', moreThan: 'more than ' })} characters.`,
      testLoss === null
        ? ''
        : `On the test part its loss is ${lossAndBits(testLoss)}` +
          (testAccuracy === null ? '.' : `; it guessed ${percent(testAccuracy)} right.`),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  letItWrite: (model: string) => `Let it write: charloom sample ${model}`,
  trainingInterrupted: ({ model, name }: TrainingStarted) =>
    `Stopped. The checkpoint of “${name}” is kept; go on with: charloom train --resume ${model}`,
  nothingTrained: 'Stopped before anything was trained.',
  stopped: 'Stopped.',
};

/** The words of a training in one language. */
export type TrainingMessages = typeof englishTraining;
