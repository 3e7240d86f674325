// charloom texts: the texts of the library, one a line.

import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { printList } from './tables.ts';

/** Lists the texts, newest first. */
export async function runTexts(context: CommandContext): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async ({ client }) => {
    const texts = await client.call('corpus.list');
    for (const text of texts) console.emit('text', text);
    if (console.isJson) return;
    if (texts.length === 0) return console.print(messages.noTexts);
    printList(console, [messages.textColumns, ...texts.map(messages.textRow)]);
  });
}
