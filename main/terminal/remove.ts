// charloom remove: deletes a model of the library, with all its files.

import { askFirst } from './ask-first.ts';
import { findModel, withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Removes a model; asks first where a person sits at the terminal. */
export async function runRemove(
  context: CommandContext,
  reference: string,
  options: { yes?: true },
): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async (engine) => {
    const { id, name } = await findModel(context, engine, reference);
    const shown = withoutControls(name);
    const question = messages.askRemove(shown);
    await askFirst(context, { question, name: shown, yes: options.yes });
    await engine.client.call('model.remove', { model: id });
    console.emit('removed', { model: id, name });
    console.print(messages.removed(shown));
  });
}
