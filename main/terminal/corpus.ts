// charloom corpus: what texts would be to a model, without keeping them.

import { untilInterrupted } from './interruption.ts';
import { UsageError } from './options.ts';
import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { collectTexts, grantTexts } from './texts.ts';

/** Shows the numbers of files and folders. */
export async function runCorpus(context: CommandContext, paths: readonly string[]): Promise<void> {
  const { console, messages } = context;
  if (paths.length === 0) throw new UsageError(messages.textsMissing);
  const files = await collectTexts(context, paths);
  await withEngine(context, async (engine) => {
    const sources = await grantTexts(engine, files);
    const inspection = await untilInterrupted(
      context.signal,
      engine.client.call('corpus.inspect', { sources }),
    );
    console.emit('corpus', inspection);
    console.print(messages.corpus(inspection));
  });
}
