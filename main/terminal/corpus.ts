// charloom corpus: what texts would be to a model, without keeping them.

import { untilInterrupted } from './interruption.ts';
import { withEngine } from './models-at-hand.ts';
import { UsageError } from './options.ts';
import type { CommandContext } from './surroundings.ts';
import { cleaningOf, readingOf, type TextOptions } from './text-options.ts';
import { withoutControls } from './text-width.ts';
import { collectTexts, grantTexts } from './texts.ts';

/** Shows the numbers of files and folders, and what cleaning would find in them. */
export async function runCorpus(
  context: CommandContext,
  paths: readonly string[],
  options: TextOptions,
): Promise<void> {
  const { console, messages, signal } = context;
  if (paths.length === 0) throw new UsageError(messages.textsMissing);
  const files = await collectTexts(context, paths);
  const cleaning = cleaningOf(options);
  await withEngine(context, async (engine) => {
    const { client } = engine;
    const sources = await grantTexts(engine, files, readingOf(options));
    const request = { sources, cleaning };
    const inspection = await untilInterrupted(signal, client.call('corpus.inspect', request));
    const preview = await untilInterrupted(signal, client.call('corpus.preview', request));
    const counts = preview.counts.filter(({ changes }) => changes > 0);
    console.emit('corpus', { ...inspection, cleaning: counts });
    for (const source of inspection.sources)
      console.print(messages.sourceRow({ ...source, name: withoutControls(source.name) }));
    console.print(messages.corpus(inspection));
    const { lookedAtBytes, totalBytes } = preview;
    if (counts.length > 0)
      console.print(messages.cleaningCounts(counts, lookedAtBytes, totalBytes));
  });
}
