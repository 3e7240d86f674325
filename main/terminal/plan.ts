// charloom plan: what a training would come to on this machine, before anything starts; also what train says first.

import type { Recipe } from '../../app/contract/model.ts';
import type { PlanRequest, TrainingPlan } from '../../app/contract/training.ts';
import { untilInterrupted } from './interruption.ts';
import type { PlanView } from './messages-training.ts';
import { findModel, withEngine } from './models-at-hand.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { printTitled } from './tables.ts';
import { collectTexts } from './text-files.ts';
import { needTexts, textToUse, type CorpusOptions } from './texts-at-hand.ts';
import type { TrainOptions } from './train-options.ts';
import { checkNewModel, toPlanRequest, toRequest } from './train-request.ts';

/** Shows what would come of training on files. */
export async function runPlan(
  context: CommandContext,
  paths: readonly string[],
  options: TrainOptions & CorpusOptions,
): Promise<void> {
  const { console, messages } = context;
  needTexts(messages, paths, options);
  checkNewModel(messages, options);
  const files = await collectTexts(context, paths);
  await withEngine(context, async (engine) => {
    const { fineTune } = options;
    const parent = fineTune === undefined ? null : await findModel(context, engine, fineTune);
    const corpus = await textToUse(context, engine, files, options);
    const request = toPlanRequest(toRequest(corpus.id, options, parent));
    const plan = await askPlan(context, engine, request);
    const ownWay = await askOwnWay(context, engine, { corpus: corpus.id, plan });
    console.emit('plan', { ...plan, expectedLossOwnWay: ownWay });
    const isOpenEnded = options.untilConverged === true;
    const view = viewOf(plan, { name: corpus.name, isOpenEnded, ownWay });
    printTitled(console, messages.plan(view));
    for (const remark of plan.remarks) console.print(messages.remark(remark));
  });
}

/** Asks for a plan, with a word on what takes so long. */
export async function askPlan(
  { console, messages, signal }: CommandContext,
  { client }: TerminalEngine,
  request: PlanRequest,
): Promise<TrainingPlan> {
  console.showBar(() => messages.timing);
  try {
    return await untilInterrupted(signal, client.call('training.plan', request));
  } finally {
    console.hideBar();
  }
}

/** What the network of a plan reaches in the same time trained Charloom's way; null where that is its way already. */
export async function askOwnWay(
  context: CommandContext,
  engine: TerminalEngine,
  { corpus, plan }: { corpus: string; plan: TrainingPlan },
): Promise<TrainingPlan['expectedLoss']> {
  if (!isForeign(plan.recipe)) return null;
  const { cell, layers, head } = plan.configuration;
  const request = { corpus, minutes: plan.seconds / 60, configuration: { cell, layers, head } };
  return (await askPlan(context, engine, request)).expectedLoss;
}

/** Says a plan in one line, and what there is to remark, before a run starts. */
export function notePlan(
  { console, messages }: CommandContext,
  plan: TrainingPlan,
  isOpenEnded: boolean,
): void {
  console.emit('plan', plan);
  console.note(messages.planInShort(viewOf(plan, { name: '', isOpenEnded, ownWay: null })));
  // The run itself says that it runs unfused.
  const remarks = plan.remarks.filter(({ code }) => code !== 'runs-unfused');
  for (const remark of remarks) console.note(messages.remark(remark));
}

function viewOf(
  plan: TrainingPlan,
  rest: Omit<PlanView, 'plan' | 'endsAt' | 'endsEarly'>,
): PlanView {
  const end = new Date(Date.now() + 1000 * plan.seconds);
  const [hours, minutes] = [end.getHours(), end.getMinutes()].map((part) =>
    String(part).padStart(2, '0'),
  );
  const { recipe, seconds } = plan;
  const endsEarly = recipe.minutes !== null && seconds < 0.9 * 60 * recipe.minutes;
  return { plan, endsAt: `${hours}:${minutes}`, endsEarly, ...rest };
}

function isForeign({ windows }: Recipe): boolean {
  return windows === 'strided';
}
