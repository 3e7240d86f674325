// A run as a person at a terminal, or a program that reads JSON lines, sees it.
// Knows neither how runs are started nor what a command does before and after.

import type { TrainingEnded, TrainingStarted } from '../../app/contract/training.ts';
import type { RunListener } from './follow-run.ts';
import type { CommandContext } from './surroundings.ts';
import { displayWidth, withoutControls } from './text-width.ts';
import { drawBar } from './console.ts';

export interface RunDisplay extends RunListener {
  /** The run as it began; null until then. */
  readonly begun: TrainingStarted | null;
  /** Whether a first step has been made. */
  readonly hasSteps: boolean;
  readonly isDone: boolean;
  /** The `done` line, or the summary in words. */
  done(ended: TrainingEnded): void;
}

/** A bar with fewer columns says nothing. */
const narrowestBar = 8;

/** Shows a run on the console, in words or as JSON lines. */
export function createRunDisplay({ console, messages }: CommandContext): RunDisplay {
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
      const { step, steps, epoch, loss, gradientNorm, charsPerSecond, etaSeconds } = event;
      const fields = { step, steps, epoch, loss, gradientNorm, charsPerSecond, etaSeconds };
      console.emit('progress', fields);
      console.showBar((columns) => {
        const text = messages.progress(event);
        const barColumns = Math.min(40, columns - displayWidth(text) - 2);
        if (barColumns < narrowestBar) return text;
        return `${drawBar(step / steps, barColumns)}  ${text}`;
      });
    },
    validation(event) {
      const { epoch, step, loss, bitsPerCharacter, accuracy, seconds } = event;
      console.emit('validation', { epoch, step, loss, bitsPerCharacter, accuracy, seconds });
      const line = messages.validation(event);
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
    done(ended) {
      isDone = true;
      console.hideBar();
      const { model, name, bestValidationLoss, testLoss, testAccuracy, seconds } = ended;
      console.emit('done', {
        model,
        name,
        bestValidationLoss,
        ...(testLoss === null ? {} : { testLoss }),
        ...(testAccuracy === null ? {} : { testAccuracy }),
        seconds,
        charsPerSecond: ended.charsPerSecond,
      });
      console.print();
      console.print(messages.done({ ...ended, name: withoutControls(name) }));
    },
  };
}
