// charloom texts count: what counting characters alone reaches on a text, which a model of it has to beat.

import { defaultRecipe } from '../../app/contract/defaults.ts';
import { untilInterrupted } from './interruption.ts';
import { withEngine } from './models-at-hand.ts';
import { UsageError } from './options.ts';
import type { CommandContext } from './surroundings.ts';
import { findText } from './texts-at-hand.ts';
import type { PartOptions } from './train-options.ts';

/** Counts on the parts, and over the characters, that a run with the same options would have. */
export async function runTextsCount(
  context: CommandContext,
  reference: string,
  options: PartOptions,
): Promise<void> {
  const { console, messages, signal } = context;
  const {
    validation = defaultRecipe.validation,
    test = defaultRecipe.test,
    minimumCount = defaultRecipe.minimumCount,
    coverage = defaultRecipe.coverage,
  } = options;
  if (validation === 0) throw new UsageError(messages.countUnchecked);
  await withEngine(context, async (engine) => {
    const { id: corpus } = await findText(context, engine, reference);
    console.showBar(() => messages.counting);
    const request = { corpus, validation, test, minimumCount, coverage };
    const baseline = await untilInterrupted(signal, engine.client.call('corpus.baseline', request));
    console.hideBar();
    console.emit('baseline', baseline);
    console.print(messages.baseline(baseline));
  });
}
