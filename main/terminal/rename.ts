// charloom rename: a new name for a model; its id stays.

import { findModel, withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Renames a model of the library. */
export async function runRename(
  context: CommandContext,
  reference: string,
  newName: string,
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const before = await findModel(context, engine, reference);
    const { id, name } = await engine.client.call('model.rename', {
      model: before.id,
      name: newName,
    });
    console.emit('renamed', { model: id, name });
    console.print(messages.renamed(withoutControls(before.name), withoutControls(name)));
  });
}
