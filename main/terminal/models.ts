// charloom models: the models of the library, one a line.

import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { printList } from './tables.ts';

/** Lists the models, newest first. */
export async function runModels(context: CommandContext): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async ({ client }) => {
    const models = await client.call('model.list');
    for (const model of models) console.emit('model', model);
    if (console.isJson) return;
    if (models.length === 0) return console.print(messages.noModels);
    printList(console, [messages.modelColumns, ...models.map(messages.modelRow)]);
  });
}
