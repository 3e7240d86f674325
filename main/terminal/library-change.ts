// charloom rename, remove, texts rename and texts remove: what is done alike to models and to texts.

import { askFirst } from './ask-first.ts';
import { findNamed, type LibraryKind, type Named } from './library-kinds.ts';
import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Gives a thing another name; its id stays. */
export async function runRename(
  context: CommandContext,
  kind: LibraryKind<Named>,
  { reference, newName }: { reference: string; newName: string },
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const before = await findNamed(context, engine, { kind, reference });
    const { id, name } = await kind.rename(engine.client, before.id, newName);
    console.emit('renamed', { [kind.key]: id, name });
    console.print(messages.renamed(withoutControls(before.name), withoutControls(name)));
  });
}

/** Deletes a thing with all its files; asks first where a person sits at the terminal. */
export async function runRemove(
  context: CommandContext,
  kind: LibraryKind<Named>,
  { reference, yes }: { reference: string; yes: true | undefined },
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const { id, name } = await findNamed(context, engine, { kind, reference });
    const shown = withoutControls(name);
    const question = kind.words(messages).askRemove(shown);
    await askFirst(context, { question, name: shown, yes });
    await kind.remove(engine.client, id);
    console.emit('removed', { [kind.key]: id, name });
    console.print(messages.removed(shown));
  });
}
