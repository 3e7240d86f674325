// charloom texts: the texts of the library, one a line.

import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { printList } from './tables.ts';
import { noteUnreadable } from './unreadable.ts';

/** Lists the texts, newest first, and says which cannot be read. */
export async function runTexts(context: CommandContext): Promise<void> {
  const { console, messages } = context;
  await withEngine(context, async ({ client }) => {
    const texts = await client.call('corpus.list');
    for (const text of texts) console.emit('text', text);
    const unreadable = await client.call('corpus.unreadable');
    if (texts.length > 0) {
      printList(console, [messages.textColumns, ...texts.map(messages.textRow)]);
    } else if (unreadable.length === 0) {
      console.print(messages.noTexts);
    }
    noteUnreadable(context, 'corpus', unreadable);
  });
}
