// charloom sample: a model writes to stdout, character by character.

import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { defaultSampling } from '../../app/contract/defaults.ts';
import { EngineError, fromWireError } from '../../app/contract/errors.ts';
import { samplingLimits } from '../../app/contract/limits.ts';
import type { SamplingEnded, SamplingOptions } from '../../app/contract/sampling.ts';
import { untilInterrupted } from './interruption.ts';
import type { Messages } from './messages.ts';
import { withModel } from './models-at-hand.ts';
import { option, OptionReaders, UsageError } from './options.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { withoutControls } from './text-width.ts';

export type SampleOptions = Partial<Omit<SamplingOptions, 'stop'>> & {
  prompt?: string;
  greedy?: true;
  count?: number;
  stop?: string[];
};

/** More texts than anybody reads at once. */
const countLimits = { min: 1, max: 10_000 };
const seeds = 2 ** 32;

/** Adds what shapes a text to a command. */
export function addSampleOptions(command: Command, messages: Messages): Command {
  const read = new OptionReaders(messages);
  const limits = samplingLimits;
  const says = messages.sampleOptions;
  const add = (flags: string, description: string, reader: (typed: string) => unknown) =>
    command.addOption(option(flags, description, reader));
  const shown = (description: string, value: number) =>
    messages.withDefault(description, String(value));

  command.option('--prompt <text>', says.prompt);
  add('--length <n>', shown(says.length, defaultSampling.length), read.whole(limits.length));
  add(
    '--temperature <t>',
    shown(says.temperature, defaultSampling.temperature),
    read.number(limits.temperature),
  );
  add('--top-k <n>', says.topK, read.whole(limits.topK));
  add('--top-p <share>', says.topP, read.number(limits.topP));
  add('--min-p <share>', says.minP, read.number(limits.minP));
  command.option('--greedy', says.greedy);
  add('--seed <n>', says.seed, read.whole(limits.seed));
  add('--count <n>', shown(says.count, 1), read.whole(countLimits));
  command.option('--stop <text>', says.stop, (typed: string, before: string[] | undefined) => [
    ...(before ?? []),
    typed,
  ]);
  return command;
}

/** Writes as many texts as were asked for, each with the next seed. */
export async function runSample(
  context: CommandContext,
  reference: string,
  options: SampleOptions,
): Promise<void> {
  const { console, messages } = context;
  const { prompt = '', greedy, count = 1, ...shape } = options;
  if (greedy && shape.temperature) throw new UsageError(messages.greedyWithTemperature);
  if (shape.stop?.some((text) => text === '')) throw new UsageError(messages.emptyStop);
  if (greedy) shape.temperature = 0;
  const firstSeed = shape.seed ?? randomInt(seeds);

  await withModel(context, reference, async (engine, model) => {
    for (let place = 0; place < count; place++) {
      const seed = (firstSeed + place) % seeds;
      if (count > 1) console.note(`${place > 0 ? '\n' : ''}${messages.seed(seed)}`);
      const text = await writeText(context, engine, {
        model: model.id,
        prompt,
        options: { ...pickShape(shape), seed },
      });
      if (place === 0 && text.unknownCharacters.length > 0) {
        console.note(messages.unknownInPrompt(text.unknownCharacters));
      }
      console.emit('sample', {
        text: text.written,
        seed,
        charsPerSecond: text.ended.charsPerSecond,
      });
    }
    if (count === 1 && options.seed === undefined) console.note(messages.seed(firstSeed));
  });
}

/** One text, streamed to stdout as it is written; a person also sees the prompt before it. */
export async function writeText(
  { console, signal }: CommandContext,
  { client }: TerminalEngine,
  request: { model: string; prompt: string; options: Partial<SamplingOptions> },
): Promise<{ written: string; unknownCharacters: string[]; ended: SamplingEnded }> {
  let written = '';
  let sampling: string | null = null;
  const show = (text: string) => console.write(console.isLive ? withoutControls(text) : text);
  const early: (() => void)[] = [];
  const whenKnown = (handle: () => void) => (sampling === null ? early.push(handle) : handle());

  if (console.isLive && request.prompt !== '') {
    console.write(console.colours.dim(withoutControls(request.prompt)));
  }
  const stops: (() => void)[] = [];
  try {
    const ending = new Promise<SamplingEnded>((resolve, reject) => {
      stops.push(
        client.on('sampling.text', (event) =>
          whenKnown(() => {
            if (event.sampling !== sampling) return;
            written += event.text;
            show(event.text);
          }),
        ),
        client.on('sampling.ended', (event) =>
          whenKnown(() => {
            if (event.sampling === sampling) resolve(event);
          }),
        ),
        client.on('engine.restarted', ({ crashed }) => reject(crashedWhileWriting(crashed))),
        client.on('engine.lost', ({ message }) => reject(new EngineError('engine-lost', message))),
      );
    });
    ending.catch(() => undefined); // heard below; a failed start ends this without
    const started = await untilInterrupted(signal, client.call('sampling.start', request));
    sampling = started.sampling;
    for (const handle of early) handle();
    const ended = await untilInterrupted(signal, ending);
    if (ended.error) throw fromWireError(ended.error);
    return { written, unknownCharacters: started.unknownCharacters, ended };
  } finally {
    for (const stop of stops) stop();
    if (written !== '' && !written.endsWith('\n')) console.write('\n');
  }
}

function crashedWhileWriting(crashed: string): EngineError {
  return new EngineError(
    'engine-lost',
    `The engine ended unexpectedly (${crashed}) while it was writing. Try again.`,
  );
}

function pickShape({
  temperature,
  topK,
  topP,
  minP,
  length,
  stop,
}: Omit<SampleOptions, 'prompt' | 'greedy' | 'count'>): Partial<SamplingOptions> {
  const shape = { temperature, topK, topP, minP, length, stop };
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined));
}
