// A run as a person at a terminal, or a program that reads JSON lines, sees it.
// Knows neither how runs are started nor what a command does before and after.

import type { CountingBaseline } from '../../app/contract/corpus.ts';
import type { Loss } from '../../app/contract/model.ts';
import { presets, type PresetName } from '../../app/contract/presets.ts';
import type { TrainingEnded, TrainingStarted } from '../../app/contract/training.ts';
import { withBar } from './console.ts';
import type { RunListener } from './follow-run.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

export interface RunDisplay extends RunListener {
  /** The run as it began; null until then. */
  readonly begun: TrainingStarted | null;
  /** Whether a first step has been made. */
  readonly hasSteps: boolean;
  readonly isDone: boolean;
  /** The `done` line, which is a run's last, or the summary in words; both with what counting reaches, if known. */
  done(ended: TrainingEnded, baseline: CountingBaseline | null): void;
}

/** What is known of a run before it starts, and settles how it is shown. */
export interface RunNature {
  preset: PresetName | null;
  /** The loss that is made small. */
  loss: Loss;
  /** Whether it ends only when it has stopped getting better, so that nobody knows what is left. */
  isOpenEnded: boolean;
}

/** Shows a run on the console, in words or as JSON lines. */
export function createRunDisplay(
  { console, messages }: CommandContext,
  { preset, loss, isOpenEnded }: RunNature,
): RunDisplay {
  let begun: TrainingStarted | null = null;
  let hasSteps = false;
  let isDone = false;
  const { colours } = console;

  return {
    get begun() {
      return begun;
    },
    get hasSteps() {
      return hasSteps;
    },
    get isDone() {
      return isDone;
    },
    started(event) {
      if (begun) return;
      begun = event;
      const { model, name, parameters, vocabularySize, characters, replicas } = event;
      for (const adjustment of event.adjustments) console.note(messages.adjusted(adjustment));
      console.emit('started', { model, name, parameters, vocabularySize, characters, replicas });
      console.print(messages.started({ ...event, name: withoutControls(name) }));
    },
    progress(event) {
      hasSteps = true;
      const { step, steps, epoch, smoothedLoss, gradientNorm, clippedShare } = event;
      const { layerGradientNorms, charsPerSecond, etaSeconds } = event;
      console.emit('progress', {
        step,
        steps,
        epoch,
        loss: event.loss,
        smoothedLoss,
        gradientNorm,
        clippedShare,
        layerGradientNorms,
        charsPerSecond,
        etaSeconds,
      });
      console.showBar((columns) => {
        const text = messages.progress(event, isOpenEnded);
        return isOpenEnded ? text : withBar(text, step / steps, columns);
      });
    },
    validation(event) {
      const { epoch, step, bitsPerCharacter, accuracy, topFiveAccuracy, optimisedLoss } = event;
      console.emit('validation', {
        epoch,
        step,
        loss: event.loss,
        bitsPerCharacter,
        accuracy,
        topFiveAccuracy,
        optimisedLoss,
        seconds: event.seconds,
      });
      const line = messages.validation(event, loss);
      console.print(event.isBest ? colours.bold(line) : line);
    },
    sample(event) {
      console.emit('sample', { text: event.text });
      const time = colours.dim(messages.clock(event.seconds));
      console.print(`${time}  ${colours.italic(withoutControls(event.text))}`);
    },
    notice(event) {
      console.note(messages.notice(event));
    },
    restarted() {
      console.note(messages.engineRestarted);
    },
    done(ended, baseline) {
      isDone = true;
      console.hideBar();
      const { model, name, bestValidationLoss, testLoss, testAccuracy, testOptimisedLoss } = ended;
      if (baseline) console.emit('baseline', baseline);
      console.emit('done', {
        model,
        name,
        reason: ended.reason,
        bestValidationLoss,
        ...(testLoss === null ? {} : { testLoss }),
        ...(testAccuracy === null ? {} : { testAccuracy }),
        ...(testOptimisedLoss === null ? {} : { testOptimisedLoss }),
        seconds: ended.seconds,
        charsPerSecond: ended.charsPerSecond,
      });
      console.print();
      console.print(messages.done({ ...ended, name: withoutControls(name) }));
      const result = preset === null ? '' : messages.result(ended, presets[preset].prints, loss);
      if (result !== '') console.print(colours.bold(result));
      if (baseline && bestValidationLoss !== null) {
        console.print(messages.betterThanCounting(baseline.loss - bestValidationLoss, baseline));
      }
      console.print(messages.letItWrite(model));
    },
  };
}
