// What counting makes of the parts of the text that a model was just trained on. An addition to a result that is safe
// already: where it cannot be had, or not soon, there is none.

import type { CountingBaseline } from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import type { TrainingEnded } from '../../app/contract/training.ts';
import { untilInterrupted } from './interruption.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';

/** Longer texts take more than some seconds to count. */
const charactersAtMost = 20_000_000;

/** Counts what a model was trained on; null where that cannot be had, or the person does not wait. */
export async function countBeside(
  { console, messages, signal }: CommandContext,
  { client }: TerminalEngine,
  { model, bestValidationLoss }: TrainingEnded,
): Promise<CountingBaseline | null> {
  if (bestValidationLoss === null) return null;
  try {
    const { corpus, recipe } = await client.call('model.show', { model });
    if (corpus.id === null || corpus.characters > charactersAtMost) return null;
    console.showBar(() => messages.counting);
    const { validation, test, minimumCount, coverage } = recipe;
    const parts = { validation, test, minimumCount, coverage };
    return await untilInterrupted(
      signal,
      client.call('corpus.baseline', { corpus: corpus.id, ...parts }),
    );
  } catch (error: unknown) {
    // The text may be gone, or the person had no wish to wait.
    if (!(error instanceof EngineError)) throw error;
    return null;
  } finally {
    console.hideBar();
  }
}
