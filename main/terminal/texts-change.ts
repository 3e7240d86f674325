// What changes the texts of the library and reads no file: charloom texts rename, remove, duplicate, merge.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { askFirst } from './ask-first.ts';
import { untilInterrupted } from './interruption.ts';
import { withEngine } from './models-at-hand.ts';
import { UsageError } from './options.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';
import { findText } from './texts-at-hand.ts';

/** Renames a text; its id stays. */
export async function runTextsRename(
  context: CommandContext,
  reference: string,
  newName: string,
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const before = await findText(context, engine, reference);
    const request = { corpus: before.id, name: newName };
    const { id, name } = await engine.client.call('corpus.rename', request);
    console.emit('renamed', { corpus: id, name });
    console.print(messages.renamed(withoutControls(before.name), withoutControls(name)));
  });
}

/** Removes a text; asks first where a person sits at the terminal. */
export async function runTextsRemove(
  context: CommandContext,
  reference: string,
  options: { yes?: true },
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const { id, name } = await findText(context, engine, reference);
    const shown = withoutControls(name);
    const question = messages.askRemoveText(shown);
    await askFirst(context, { question, name: shown, yes: options.yes });
    await engine.client.call('corpus.remove', { corpus: id });
    console.emit('removed', { corpus: id, name });
    console.print(messages.removed(shown));
  });
}

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
  const { console, messages, signal } = context;
  if (references.length < 2) throw new UsageError(messages.mergeAlone);
  await withEngine(context, async (engine) => {
    const corpora: string[] = [];
    for (const each of references) corpora.push((await findText(context, engine, each)).id);
    console.showBar(() => messages.merging);
    const request = { corpora, ...(name !== undefined && { name }) };
    const merged = await untilInterrupted(signal, engine.client.call('corpus.merge', request));
    console.hideBar();
    sayKept(context, merged);
  });
}

function sayKept({ console, messages }: CommandContext, text: CorpusSummary): void {
  console.emit('text', text);
  console.print(messages.textKept({ ...text, name: withoutControls(text.name) }));
}
