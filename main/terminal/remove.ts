// charloom remove: deletes a model of the library, with all its files.

import { cancelled, untilInterrupted } from './interruption.ts';
import { findModel, withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Removes a model; asks first where a person sits at the terminal. */
export async function runRemove(
  context: CommandContext,
  reference: string,
  options: { yes?: true },
): Promise<void> {
  const { console, messages, surroundings, signal } = context;
  await withEngine(context, async (engine) => {
    const { id, name } = await findModel(context, engine, reference);
    const shown = withoutControls(name);
    if (surroundings.ask && !console.isJson && !options.yes) {
      const answer = await untilInterrupted(signal, surroundings.ask(messages.askRemove(shown)));
      if (!messages.isYes(answer)) throw cancelled(messages.notRemoved(shown));
    }
    await engine.client.call('model.remove', { model: id });
    console.emit('removed', { model: id, name });
    console.print(messages.removed(shown));
  });
}
