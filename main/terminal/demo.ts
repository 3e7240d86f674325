// charloom demo: the main job in one command; a model learns a text before your eyes and then writes a page.

import type { SampleTextId } from '../../app/contract/corpus.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { untilInterrupted } from './interruption.ts';
import { writeText } from './sample.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { plainRun, startAsPlanned, trainAndReport } from './train.ts';

/** Long enough for words, most of them real ones; short enough to watch. */
export const demoMinutes = 1;

/** A page of a novel has some 1,500 characters. */
const pageCharacters = 1_500;

/** With a minute to learn in, a text stays readable only a little below its own surprise. */
const pageTemperature = 0.6;

/** Trains on a sample text in the person's language and writes. */
export async function runDemo(
  context: CommandContext,
  options: { minutes?: number },
): Promise<void> {
  const { console, messages } = context;
  const minutes = options.minutes ?? demoMinutes;
  const title = messages.demoTitle;
  await trainAndReport(
    context,
    async (engine) => {
      const sample = await chooseSample(engine, messages.language);
      console.print(messages.demoBegins(sample.title, minutes));
      const corpus = await keepSample(context, engine, sample);
      const request = { corpus, name: title, recipe: { minutes } };
      return { start: await startAsPlanned(context, engine, request), ...plainRun };
    },
    {
      async afterwards(engine, { model }) {
        console.print();
        const options = { length: pageCharacters, temperature: pageTemperature, seed: 1 };
        const { written, ended } = await writeText(context, engine, { model, prompt: '', options });
        console.emit('sample', { text: written, seed: 1, charsPerSecond: ended.charsPerSecond });
        console.print();
        console.print(messages.demoEnds(model));
      },
    },
  );
}

/** The sample text in the person's language, else whichever is there. */
async function chooseSample(
  { client }: TerminalEngine,
  language: 'en' | 'zh',
): Promise<{ id: SampleTextId; title: string }> {
  const samples = await client.call('corpus.samples');
  const sample = samples.find((each) => each.language === language) ?? samples[0];
  if (sample) return sample;
  throw new EngineError(
    'sample-not-available',
    'No sample text is installed. Train on a text of your own: charloom train FILE',
  );
}

/** Keeps the sample text as a corpus, once. */
async function keepSample(
  { signal }: CommandContext,
  { client }: TerminalEngine,
  { id, title }: { id: SampleTextId; title: string },
): Promise<string> {
  const known = (await client.call('corpus.list')).find(
    ({ sources }) => sources.length === 1 && sources[0]?.name === title,
  );
  if (known) return known.id;
  const sources = [{ kind: 'sample' as const, sample: id }];
  const corpus = await untilInterrupted(
    signal,
    client.call('corpus.import', { sources, name: title }),
  );
  return corpus.id;
}
