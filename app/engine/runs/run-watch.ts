// What a person should know of a run while it goes on, in words: troubles of the gradients, overfitting, roll-backs,
// a lowered learning rate. Knows the detectors; knows no files, threads or front ends.

import type { Recipe } from '../../contract/model.ts';
import type { TrainingNotice } from '../../contract/training.ts';
import { GradientWatch } from '../../training/gradient-watch.ts';
import { rollBacksAtMost } from '../../training/loss-watch.ts';
import { OverfittingWatch } from '../../training/overfitting-watch.ts';
import type { TrainingEvent } from '../../training/trainer.ts';
import type { PreparedRun } from '../plans/prepare.ts';

type Event<Kind extends TrainingEvent['kind']> = Extract<TrainingEvent, { kind: Kind }>;

/** How an event looks with the model's earlier runs counted in. */
export interface Counting {
  totalSteps(step: number): number;
  epochAt(step: number): number;
  smoothedLoss: number | null;
}

/** The watch over one run. */
export class RunWatch {
  readonly #counting: () => Counting;
  readonly #learningRate: number;
  readonly #gradients: GradientWatch;
  readonly #overfitting = new OverfittingWatch();
  #plateauFactor = 1;

  /** `counting` is asked anew each time: a run that begins again has another meter. */
  constructor(recipe: Pick<Recipe, 'clipNorm' | 'learningRate'>, counting: () => Counting) {
    this.#counting = counting;
    this.#learningRate = recipe.learningRate;
    this.#gradients = new GradientWatch(recipe.clipNorm);
  }

  progressed(event: Event<'progress'>): TrainingNotice | null {
    const step = this.#counting().totalSteps(event.step);
    const trouble = this.#gradients.look(event);
    if (trouble === null) return null;
    const { kind, gradientNorm, ratio } = trouble;
    return kind === 'vanishing'
      ? {
          code: 'gradients-vanishing',
          message: `Gradients are vanishing: at step ${step} the lowest layer's have the norm ${brief(gradientNorm)}, ${brief(ratio)} of what there is above it, so it hardly learns. Fewer layers, LSTM or GRU cells, or the tanh activation help.`,
          details: { layer: 1, gradientNorm, ratio },
        }
      : {
          code: 'gradients-exploding',
          message: `Gradients are exploding: at step ${step} their norm is ${brief(gradientNorm)}, ${brief(ratio)} times what is usual. A lower learning rate, or clipping, helps.`,
          details: { gradientNorm, ratio },
        };
  }

  /** Both, in this order: a lowered rate, overfitting. */
  validated({ figures, position }: Event<'validated'>): TrainingNotice[] {
    const counting = this.#counting();
    const { smoothedLoss } = counting;
    const notices: TrainingNotice[] = [];
    const { plateauFactor } = position;
    if (plateauFactor < this.#plateauFactor) {
      const learningRate = this.#learningRate * plateauFactor;
      notices.push({
        code: 'learning-rate-lowered',
        message: `Validation has not improved for a while: the learning rate is lowered to ${brief(learningRate)}.`,
        details: { learningRate },
      });
    }
    this.#plateauFactor = plateauFactor;
    const overfitting =
      smoothedLoss === null
        ? null
        : this.#overfitting.validated({
            epoch: counting.epochAt(figures.step),
            loss: figures.loss,
            trainingLoss: smoothedLoss,
          });
    if (overfitting) {
      const { epoch, bestLoss, loss } = overfitting;
      notices.push({
        code: 'overfitting',
        message: `Overfitting since epoch ${epoch.toFixed(1)}: the validation loss has risen from ${bestLoss.toFixed(3)} to ${loss.toFixed(3)} while the training loss goes on falling. The best weights are kept; more text, dropout or a smaller model helps.`,
        details: { epoch },
      });
    }
    return notices;
  }

  rolledBack(event: Event<'rolled-back'>): TrainingNotice {
    const counting = this.#counting();
    const step = counting.totalSteps(event.step);
    const toStep = counting.totalSteps(event.toStep);
    const { rollBacks, learningRateFactor } = event;
    const learningRate = this.#learningRate * learningRateFactor;
    const what =
      event.reason === 'not-finite'
        ? 'was no longer a finite number'
        : 'rose above three times its recent median';
    return {
      code: 'rolled-back',
      message: `At step ${step} the loss ${what}. Training goes on from step ${toStep} with its learning rate halved to ${brief(learningRate)} at most (${rollBacks} of ${rollBacksAtMost} attempts).`,
      details: { step, toStep, learningRate, attempt: rollBacks, attempts: rollBacksAtMost },
    };
  }
}

/** What is to be said of a run before it takes its first step. */
export function noticesOf({
  configuration: { cell, activation },
  lacksBfloat16,
}: Pick<PreparedRun, 'configuration' | 'lacksBfloat16'>): TrainingNotice[] {
  const notices: TrainingNotice[] = [];
  if (cell === 'lstm' && activation !== 'tanh')
    notices.push({
      code: 'runs-unfused',
      message: `An LSTM with ${activation} runs unfused and trains several times slower than one with tanh.`,
      details: { cell, activation },
    });
  if (lacksBfloat16)
    notices.push({
      code: 'arithmetic-unavailable',
      message: 'This processor gains nothing from bfloat16: products are taken in float32.',
    });
  return notices;
}

/** A number with three digits that mean something. */
function brief(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
