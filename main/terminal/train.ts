// charloom train: texts in, a model of the library out; also goes on with a model that stopped.

import type { TrainingEnded, TrainingRequest } from '../../app/contract/training.ts';
import { EngineError } from '../../app/contract/errors.ts';
import { countBeside } from './counting.ts';
import { followRun } from './follow-run.ts';
import { cancelled, untilInterrupted } from './interruption.ts';
import type { Messages } from './messages.ts';
import { findModel, withEngine } from './models-at-hand.ts';
import { UsageError } from './options.ts';
import { askPlan, notePlan } from './plan.ts';
import { createRunDisplay, type RunDisplay, type RunNature } from './run-display.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { collectTexts } from './text-files.ts';
import { needTexts, textToUse, type CorpusOptions } from './texts-at-hand.ts';
import type { TrainOptions } from './train-options.ts';
import { checkNewModel, lossOf, toPlanRequest, toRequest } from './train-request.ts';

/** A run that is ready to start. */
export interface PreparedTraining extends RunNature {
  start: () => Promise<{ run: string; model: string }>;
}

/** A run that is like most. */
export const plainRun: RunNature = { preset: null, loss: 'cross-entropy', isOpenEnded: false };

/** Trains a new model on texts, or goes on with one. */
export async function runTrain(
  context: CommandContext,
  paths: readonly string[],
  options: TrainOptions & CorpusOptions,
): Promise<void> {
  const { messages } = context;
  const { resume } = options;
  if (resume !== undefined) {
    checkResumed(messages, paths, options);
    const prepare = (engine: TerminalEngine) => prepareResumed(context, engine, resume, options);
    return trainAndReport(context, prepare, { count: countBeside });
  }
  needTexts(messages, paths, options);
  if (options.from !== undefined) throw new UsageError(messages.fromWithoutResume);
  checkNewModel(messages, options);
  const files = await collectTexts(context, paths);
  const prepare = async (engine: TerminalEngine): Promise<PreparedTraining> => {
    const { fineTune, preset = null, minutes } = options;
    const parent = fineTune === undefined ? null : await findModel(context, engine, fineTune);
    const corpus = await textToUse(context, engine, files, options);
    const request = toRequest(corpus.id, options, parent);
    const isOpenEnded = options.untilConverged === true;
    const isCutOff = options.minimumCount !== undefined || options.coverage !== undefined;
    const isPlanned = preset !== null || minutes !== undefined || isCutOff;
    return {
      start: isPlanned
        ? await startAsPlanned(context, engine, request, isOpenEnded)
        : () => engine.client.call('training.start', request),
      preset,
      loss: lossOf(options, parent),
      isOpenEnded,
    };
  };
  return trainAndReport(context, prepare, { count: countBeside });
}

/** What else is done in the engine of a run. */
interface BesideTraining {
  /** Before the run is reported: what counting reaches. */
  count?: typeof countBeside;
  /** After that. */
  afterwards?: (engine: TerminalEngine, ended: TrainingEnded) => Promise<void>;
}

/** Prepares and follows one run in an engine of its own. */
export async function trainAndReport(
  context: CommandContext,
  prepare: (engine: TerminalEngine) => Promise<PreparedTraining>,
  { count, afterwards }: BesideTraining,
): Promise<void> {
  const { console, signal } = context;
  let display: RunDisplay | null = null;
  try {
    await withEngine(context, async (engine) => {
      const { start, ...nature } = await prepare(engine);
      display = createRunDisplay(context, nature);
      const ended = await untilInterrupted(signal, followRun(engine, display, start));
      if (ended.reason === 'interrupted') throw cancelled();
      display.done(ended, (await count?.(context, engine, ended)) ?? null);
      await afterwards?.(engine, ended);
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

/** Shows what a request comes to; the function that is returned starts it just as it was shown. */
export async function startAsPlanned(
  context: CommandContext,
  engine: TerminalEngine,
  request: TrainingRequest,
  isOpenEnded = false,
): Promise<PreparedTraining['start']> {
  const plan = await askPlan(context, engine, toPlanRequest(request));
  notePlan(context, plan, isOpenEnded);
  const { configuration: _taken, ...rest } = request;
  const planned: TrainingRequest = {
    ...rest,
    // A fine-tuned model has its parent's network: it is not asked for.
    ...(request.from === undefined ? { configuration: plan.configuration } : {}),
    recipe: plan.recipe,
  };
  return () => engine.client.call('training.start', planned);
}

async function prepareResumed(
  context: CommandContext,
  engine: TerminalEngine,
  reference: string,
  { epochs, minutes, from }: TrainOptions,
): Promise<PreparedTraining> {
  const { id } = await findModel(context, engine, reference);
  const { recipe, configuration } = await engine.client.call('model.show', { model: id });
  const request = {
    model: id,
    ...(epochs === undefined || epochs === null ? {} : { epochs }),
    ...(minutes === undefined || minutes === null ? {} : { minutes }),
    ...(from === undefined ? {} : { from }),
  };
  return {
    start: () => engine.client.call('training.continue', request),
    preset: recipe.preset,
    loss: configuration.loss,
    isOpenEnded: false,
  };
}

function interruptedMessage(messages: Messages, display: RunDisplay | null): string {
  if (display === null) return messages.nothingTrained;
  const { begun, hasSteps, isDone } = display;
  if (isDone) return messages.stopped;
  return begun && hasSteps ? messages.trainingInterrupted(begun) : messages.nothingTrained;
}

function checkResumed(messages: Messages, paths: readonly string[], options: TrainOptions): void {
  const allowed = ['resume', 'epochs', 'minutes', 'from', 'json', 'home'];
  const other = Object.keys(options).find((name) => !allowed.includes(name));
  if (paths.length > 0 || other !== undefined) throw new UsageError(messages.resumeAlone);
}
