// charloom texts show: all that is known of a text, in words: what it is made of, what cleaning changed, how a run
// would divide it, what has become of its files.

import { defaultRecipe } from '../../app/contract/defaults.ts';
import { untilInterrupted } from './interruption.ts';
import { withEngine } from './models-at-hand.ts';
import type { CommandContext } from './surroundings.ts';
import { foldRows, printTitled } from './tables.ts';
import { cleaningInWords } from './text-options.ts';
import { findText } from './texts-at-hand.ts';
import type { PartOptions } from './train-options.ts';

/** Shows one text of the library. */
export async function runTextsShow(
  context: CommandContext,
  reference: string,
  options: Pick<PartOptions, 'validation' | 'test'>,
): Promise<void> {
  const { console, messages, signal } = context;
  const { validation = defaultRecipe.validation, test = defaultRecipe.test } = options;
  await withEngine(context, async (engine) => {
    const { client } = engine;
    const { id: corpus } = await findText(context, engine, reference);
    console.showBar(() => messages.comparingParts);
    const [details, states, splits] = await untilInterrupted(
      signal,
      Promise.all([
        client.call('corpus.show', { corpus }),
        client.call('corpus.sources', { corpus }),
        client.call('corpus.splits', { corpus, validation, test }),
      ]),
    );
    console.hideBar();
    const sources = details.sources.map((source, place) => ({
      ...source,
      state: states[place]?.state ?? 'unknown',
    }));
    console.emit('text', { ...details, sources, splits });
    const cleaning = cleaningInWords(details.cleaning);
    const { shown, more } = foldRows(sources, ({ state }) => state);
    printTitled(console, messages.textDetails({ details, sources: shown, more, splits, cleaning }));
    if (sources.some(({ state }) => state === 'changed')) {
      console.print(messages.readAgain(corpus));
    }
  });
}
