// charloom texts reread: the files of a text are read again, as they are now, into the same text; also read or
// cleaned in another way.

import type { CorpusSummary, ImportSource } from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { followReading } from './follow-reading.ts';
import { cancelled } from './interruption.ts';
import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { cleaningOf, isCleaningTyped, readingOf, type TextOptions } from './text-options.ts';
import { withoutControls } from './text-width.ts';
import { findText } from './texts-at-hand.ts';

/** Reads a text again; interrupted or failed, it stays what it was. */
export async function runTextsReread(
  context: CommandContext,
  reference: string,
  options: TextOptions,
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const before = await findText(context, engine, reference);
    const name = withoutControls(before.name);
    const after = await followReading(context, engine, {
      title: name,
      work: (operation) =>
        engine.client.call('corpus.reimport', {
          corpus: before.id,
          operation,
          ...otherReading(before, options),
          ...(isCleaningTyped(options) && { cleaning: cleaningOf(options) }),
        }),
    }).catch((error: unknown) => {
      const isCancelled = error instanceof EngineError && error.code === 'cancelled';
      throw isCancelled ? cancelled(messages.notReread(name)) : error;
    });
    console.emit('text', after);
    console.print(
      after.hash === before.hash
        ? messages.rereadAlike(name)
        : messages.reread(name, before.characters, after.characters),
    );
  });
}

/** Every source, read in another way; nothing where none was asked for. */
function otherReading(
  { id: corpus, sources }: CorpusSummary,
  options: TextOptions,
): { sources?: ImportSource[] } {
  const reading = readingOf(options);
  if (reading === null) return {};
  return { sources: sources.map((_, source) => ({ kind: 'kept', corpus, source, reading })) };
}
