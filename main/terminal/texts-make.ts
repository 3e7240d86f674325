// What makes new texts of those in the library and reads no file: charloom texts duplicate, merge.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { followReading } from './follow-reading.ts';
import { withEngine } from './models-at-hand.ts';
import { UsageError } from './options.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';
import { findText } from './texts-at-hand.ts';

/** Keeps a copy of a text. */
export async function runTextsDuplicate(
  context: CommandContext,
  reference: string,
  { name }: { name?: string },
): Promise<void> {
  await withEngine(context, async (engine) => {
    const { id } = await findText(context, engine, reference);
    const request = { corpus: id, ...(name !== undefined && { name }) };
    sayKept(context, await engine.client.call('corpus.duplicate', request));
  });
}

/** Makes one text of several, in the order in which they were typed. */
export async function runTextsMerge(
  context: CommandContext,
  references: readonly string[],
  { name }: { name?: string },
): Promise<void> {
  const { messages } = context;
  if (references.length < 2) throw new UsageError(messages.mergeAlone);
  await withEngine(context, async (engine) => {
    const texts: CorpusSummary[] = [];
    for (const each of references) texts.push(await findText(context, engine, each));
    const corpora = texts.map(({ id }) => id);
    const merged = await followReading(context, engine, {
      title: name ?? texts.map((text) => text.name).join(' + '),
      work: (operation) =>
        engine.client.call('corpus.merge', {
          ...{ corpora, operation },
          ...(name !== undefined && { name }),
        }),
    });
    sayKept(context, merged);
  });
}

function sayKept({ console, messages }: CommandContext, text: CorpusSummary): void {
  console.emit('text', text);
  console.print(messages.textKept({ ...text, name: withoutControls(text.name) }));
}
