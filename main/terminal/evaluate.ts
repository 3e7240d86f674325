// charloom evaluate: how well a model predicts texts, in numbers.

import { untilInterrupted } from './interruption.ts';
import { withModel } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { collectTexts, grantTexts } from './text-files.ts';
import { readingOf, type ReadingOptions } from './text-options.ts';

/** Scores a model on files. */
export async function runEvaluate(
  context: CommandContext,
  {
    reference,
    paths,
    options,
  }: { reference: string; paths: readonly string[]; options: ReadingOptions },
): Promise<void> {
  const { console, messages } = context;
  const files = await collectTexts(context, paths);
  await withModel(context, reference, async (engine, model) => {
    const sources = await grantTexts(engine, files, readingOf(options));
    const evaluation = await untilInterrupted(
      context.signal,
      engine.client.call('sampling.evaluate', { model: model.id, sources }),
    );
    console.emit('evaluation', evaluation);
    console.print(messages.evaluation(evaluation));
  });
}
