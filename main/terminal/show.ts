// charloom show: one model, what it is and how it came about.

import { withModel } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

/** Shows a model of the library, or one in a file. */
export async function runShow(context: CommandContext, reference: string): Promise<void> {
  const { console, messages } = context;
  await withModel(context, reference, async ({ client }, { id }) => {
    const model = await client.call('model.show', { model: id });
    console.emit('model', model);
    console.print(messages.modelDetails({ ...model, name: withoutControls(model.name) }));
  });
}
