// How a model that was just trained stands against counting on the same parts of the same text. An addition to a
// result that is safe already: where it cannot be had, or not soon, nothing is said.

import { EngineError } from '../../app/contract/errors.ts';
import type { TrainingEnded } from '../../app/contract/training.ts';
import { untilInterrupted } from './interruption.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';

/** Longer texts take more than some seconds to count. */
const charactersAtMost = 20_000_000;

/** Says by how much a model is better than counting. */
export async function noteCounting(
  context: CommandContext,
  { client }: TerminalEngine,
  { model, bestValidationLoss }: TrainingEnded,
): Promise<void> {
  const { console, messages, signal } = context;
  if (bestValidationLoss === null) return;
  try {
    const { corpus, recipe } = await client.call('model.show', { model });
    if (corpus.id === null || corpus.characters > charactersAtMost) return;
    console.showBar(() => messages.counting);
    const { validation, test, minimumCount, coverage } = recipe;
    const parts = { validation, test, minimumCount, coverage };
    const baseline = await untilInterrupted(
      signal,
      client.call('corpus.baseline', { corpus: corpus.id, ...parts }),
    );
    console.hideBar();
    console.emit('baseline', baseline);
    console.print(messages.betterThanCounting(baseline.loss - bestValidationLoss, baseline));
  } catch (error: unknown) {
    // The text may be gone, or the person had no wish to wait.
    if (!(error instanceof EngineError)) throw error;
  } finally {
    console.hideBar();
  }
}
