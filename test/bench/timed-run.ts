// `charloom train TEXT --minutes N` with nothing else, so what a newcomer gets, and what `charloom evaluate` says
// of the exported model on the last tenth, in a file of its own.

import { join } from 'node:path';
import { writeHeldOut, type BenchText } from './sample-text.ts';
import { lastLine, runTerminal, withLibrary } from './terminal.ts';

export interface TimedRun {
  /** Of the model that was kept, in the run's own words and by `evaluate`. */
  bestValidationLoss: number;
  evaluatedLoss: number;
  /** Active seconds, and those from the first sign of the run to its last, the counting beside it left out. */
  activeSeconds: number;
  wallSeconds: number;
  hasStoppedImproving: boolean;
  parameters: number;
}

/** Trains, exports and evaluates; `args` come on top. */
export function trainForMinutes(
  text: BenchText,
  minutes: number,
  args: readonly string[] = [],
): Promise<TimedRun> {
  return withLibrary('minutes', async (folder, home) => {
    let startedAt = 0;
    let wallSeconds = 0;
    let countingSeconds = 0;
    const command = ['train', text.path, '--minutes', String(minutes), ...args];
    const run = await runTerminal(home, command, ({ type, seconds }) => {
      if (type === 'started') startedAt = performance.now();
      if (type === 'baseline') countingSeconds = Number(seconds);
      if (type === 'done') wallSeconds = (performance.now() - startedAt) / 1000 - countingSeconds;
    });
    const done = lastLine(run, 'done');
    const file = join(folder, 'model.safetensors');
    await runTerminal(home, ['export', String(done['model']), '--output', file]);
    const heldOut = await writeHeldOut(text, folder);
    const evaluation = await runTerminal(home, ['evaluate', file, heldOut]);
    return {
      bestValidationLoss: Number(done['bestValidationLoss']),
      evaluatedLoss: Number(lastLine(evaluation, 'evaluation')['loss']),
      activeSeconds: Number(done['seconds']),
      wallSeconds,
      hasStoppedImproving: done['reason'] === 'stopped-improving',
      parameters: Number(lastLine(run, 'started')['parameters']),
    };
  });
}
