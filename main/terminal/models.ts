// charloom models: the models of the library, one a line.

import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { printList } from './tables.ts';
import { noteUnreadable } from './unreadable.ts';

/** Lists the models, newest first, and says which cannot be read. */
export async function runModels(context: CommandContext): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async ({ client }) => {
    const models = await client.call('model.list');
    for (const model of models) console.emit('model', model);
    const unreadable = await client.call('model.unreadable');
    if (models.length > 0) {
      printList(console, [messages.modelColumns, ...models.map(messages.modelRow)]);
    } else if (unreadable.length === 0) {
      console.print(messages.noModels);
    }
    noteUnreadable(context, 'model', unreadable);
  });
}
