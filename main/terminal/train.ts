// charloom train: texts in, a model of the library out; also goes on with a model that stopped.

import type { Command } from 'commander';
import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import type { RequestOf } from '../../app/contract/engine.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { configurationLimits, recipeLimits } from '../../app/contract/limits.ts';
import type { ModelConfiguration, Recipe } from '../../app/contract/model.ts';
import type { TrainingEnded } from '../../app/contract/training.ts';
import { followRun } from './follow-run.ts';
import { cancelled, untilInterrupted } from './interruption.ts';
import type { Messages } from './messages.ts';
import { findModel, withEngine } from './models-at-hand.ts';
import { option, OptionReaders, UsageError } from './options.ts';
import { createRunDisplay, type RunDisplay } from './run-display.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { collectTexts, keepTexts } from './texts.ts';

/** The options as commander hands them over; what was not typed is not there. */
export type TrainOptions = Partial<
  Omit<ModelConfiguration, 'head' | 'targets' | 'loss' | 'activation'>
> &
  Partial<{ [Field in Exclude<keyof Recipe, 'warmup'>]: NonNullable<Recipe[Field]> }> & {
    name?: string;
    resume?: string;
    from?: 'best' | 'last';
  };

const configurationFields = ['cell', 'layers', 'embedding', 'dropout'] as const;
const recipeFields = [
  'sequenceLength',
  'batchSize',
  'epochs',
  'minutes',
  'optimizer',
  'schedule',
  'learningRate',
  'weightDecay',
  'clipNorm',
  'validation',
  'test',
  'patience',
  'seed',
  'replicas',
] as const;

/** Adds the options of a run to a command. */
export function addTrainOptions(command: Command, messages: Messages): Command {
  const read = new OptionReaders(messages);
  const limits = recipeLimits;
  const says = messages.trainOptions;
  const standard = { ...defaultConfiguration, ...defaultRecipe };
  const add = (flags: string, description: string, reader: (typed: string) => unknown) =>
    command.addOption(option(flags, description, reader));
  const shown = (description: string, value: unknown) =>
    messages.withDefault(description, String(value));

  add('--name <name>', says.name, read.name);
  add('--cell <cell>', shown(says.cell, standard.cell), read.oneOf('lstm'));
  add('--layers <sizes>', shown(says.layers, standard.layers), read.layers);
  add(
    '--embedding <size>',
    shown(says.embedding, standard.embedding),
    read.wholeOr(configurationLimits.embedding, 'one-hot'),
  );
  add(
    '--dropout <rate>',
    shown(says.dropout, standard.dropout),
    read.number(configurationLimits.dropout),
  );
  add(
    '--sequence-length <n>',
    shown(says.sequenceLength, standard.sequenceLength),
    read.whole(limits.sequenceLength),
  );
  add('--batch-size <n>', shown(says.batchSize, standard.batchSize), read.whole(limits.batchSize));
  add('--epochs <n>', shown(says.epochs, standard.epochs), read.whole(limits.epochs));
  command.addOption(
    option('--minutes <m>', says.minutes, read.aboveZero(limits.minutes)).conflicts('epochs'),
  );
  add('--optimizer <name>', shown(says.optimizer, standard.optimizer), read.oneOf('adamw'));
  add(
    '--learning-rate <rate>',
    shown(says.learningRate, standard.learningRate),
    read.aboveZero(limits.learningRate),
  );
  add('--schedule <name>', shown(says.schedule, standard.schedule), read.oneOf('cosine'));
  add(
    '--clip-norm <norm>',
    shown(says.clipNorm, standard.clipNorm),
    read.aboveZero(limits.clipNorm),
  );
  add(
    '--weight-decay <rate>',
    shown(says.weightDecay, standard.weightDecay),
    read.number(limits.weightDecay),
  );
  add(
    '--validation <share>',
    shown(says.validation, standard.validation),
    read.number(limits.validation),
  );
  add('--test <share>', shown(says.test, standard.test), read.number(limits.test));
  add('--patience <n>', says.patience, read.whole(limits.patience));
  add('--seed <n>', shown(says.seed, standard.seed), read.whole(limits.seed));
  add(
    '--replicas <n>',
    shown(says.replicas, standard.replicas),
    read.wholeOr(limits.replicas, 'auto'),
  );
  command.option('--resume <model>', says.resume);
  add('--from <weights>', says.from, read.oneOf('best', 'last'));
  return command;
}

/** Trains a new model on texts, or goes on with one. */
export async function runTrain(
  context: CommandContext,
  paths: readonly string[],
  options: TrainOptions,
): Promise<void> {
  const { messages } = context;
  checkTogether(messages, paths, options);
  const { resume } = options;
  if (resume !== undefined) {
    return trainAndReport(context, async (engine) => {
      const model = await findModel(context, engine, resume);
      const { epochs, minutes, from } = options;
      return () =>
        engine.client.call('training.continue', {
          model: model.id,
          ...(epochs === undefined ? {} : { epochs }),
          ...(minutes === undefined ? {} : { minutes }),
          ...(from === undefined ? {} : { from }),
        });
    });
  }
  const files = await collectTexts(context, paths);
  return trainAndReport(context, async (engine) => {
    const corpus = await keepTexts(context, engine, files);
    return () => engine.client.call('training.start', toRequest(corpus.id, options));
  });
}

/** Prepares and follows one run in an engine of its own; `afterwards` still has that engine. */
export async function trainAndReport(
  context: CommandContext,
  prepare: (engine: TerminalEngine) => Promise<() => Promise<{ run: string; model: string }>>,
  afterwards: (engine: TerminalEngine, ended: TrainingEnded) => Promise<void> = async () => {},
): Promise<void> {
  const { console, signal } = context;
  const display = createRunDisplay(context);
  try {
    await withEngine(context, async (engine) => {
      const start = await prepare(engine);
      const ended = await untilInterrupted(signal, followRun(engine, display, start));
      if (ended.reason === 'interrupted') throw cancelled();
      display.done(ended);
      await afterwards(engine, ended);
    });
  } catch (error: unknown) {
    // By now the engine has ended, so the checkpoint of an interrupted run is on disk.
    if (error instanceof EngineError && error.code === 'cancelled') {
      throw cancelled(interruptedMessage(context.messages, display));
    }
    throw error;
  } finally {
    console.hideBar();
  }
}

/** The request for a new model, with what was typed and nothing else. */
export function toRequest(corpus: string, options: TrainOptions): RequestOf<'training.start'> {
  const { name } = options;
  return {
    corpus,
    ...(name === undefined ? {} : { name }),
    configuration: pick(options, configurationFields),
    recipe: pick(options, recipeFields),
  };
}

function interruptedMessage(messages: Messages, display: RunDisplay): string {
  const { begun, hasSteps, isDone } = display;
  if (isDone) return messages.stopped;
  return begun && hasSteps ? messages.trainingInterrupted(begun) : messages.nothingTrained;
}

function checkTogether(messages: Messages, paths: readonly string[], options: TrainOptions): void {
  if (options.resume === undefined) {
    if (paths.length === 0) throw new UsageError(messages.textsMissing);
    if (options.from !== undefined) throw new UsageError(messages.fromWithoutResume);
    return;
  }
  const allowed = ['resume', 'epochs', 'minutes', 'from', 'json', 'home'];
  const other = Object.keys(options).find((name) => !allowed.includes(name));
  if (paths.length > 0 || other !== undefined) throw new UsageError(messages.resumeAlone);
}

function pick<Source extends object, Field extends keyof Source>(
  source: Source,
  fields: readonly Field[],
): Pick<Source, Field> {
  const entries = fields
    .filter((field) => source[field] !== undefined)
    .map((field) => [field, source[field]]);
  return Object.fromEntries(entries) as Pick<Source, Field>;
}
