// charloom presets: the named set-ups, where they come from and what to expect of them; with a text at hand also
// their updates and times on this machine.

import { defaultConfiguration, defaultRecipe } from '../../app/contract/defaults.ts';
import { EngineError, toWireError, type ErrorCode } from '../../app/contract/errors.ts';
import { presetNames, presets, type PresetName } from '../../app/contract/presets.ts';
import type { TrainingPlan } from '../../app/contract/training.ts';
import { withEngine } from './models-at-hand.ts';
import { networkInShort } from './networks.ts';
import { askOwnWay, askPlan } from './plan.ts';
import { clock, lossInShort, range, whole } from './quantities.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { collectTexts } from './text-files.ts';
import { displayWidth, padWidth } from './text-width.ts';
import { checkTexts, textToUse, type CorpusOptions } from './texts-at-hand.ts';

/** What a preset comes to on one text, or why it cannot be trained on it. */
type Outlook =
  { plan: TrainingPlan; ownWay: TrainingPlan['expectedLoss'] } | { refused: EngineError };

/** What says that this one preset does not fit the text or the machine, and nothing of the others. */
const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['corpus-too-short', 'out-of-memory']);

/** Lists the presets; with files or a corpus of the library also what each comes to on that text. */
export async function runPresets(
  context: CommandContext,
  paths: readonly string[],
  options: CorpusOptions,
): Promise<void> {
  const { messages } = context;
  checkTexts(messages, paths, options);
  if (paths.length === 0 && options.corpus === undefined) {
    for (const name of presetNames) showPreset(context, name, null);
  } else {
    const files = await collectTexts(context, paths);
    await withEngine(context, async (engine) => {
      const corpus = await textToUse(context, engine, files, options);
      for (const name of presetNames) {
        showPreset(context, name, await lookAhead(context, engine, { corpus: corpus.id, name }));
      }
    });
  }
  context.console.print(messages.presetsUse);
}

/** A preset that does not fit the text says so and lets the others have their turn. */
async function lookAhead(
  context: CommandContext,
  engine: TerminalEngine,
  { corpus, name }: { corpus: string; name: PresetName },
): Promise<Outlook> {
  const place = presetNames.indexOf(name) + 1;
  const timing = context.messages.timingPreset(name, place, presetNames.length);
  const timed = { ...context, messages: { ...context.messages, timing } };
  try {
    const plan = await askPlan(timed, engine, { corpus, recipe: { preset: name } });
    return { plan, ownWay: await askOwnWay(timed, engine, { corpus, plan }) };
  } catch (error: unknown) {
    if (error instanceof EngineError && refusals.has(error.code)) return { refused: error };
    throw error;
  }
}

function showPreset(
  { console, messages }: CommandContext,
  name: PresetName,
  outlook: Outlook | null,
): void {
  const preset = presets[name];
  const words = messages.presets[name];
  console.emit('preset', { name, ...words, ...preset, ...outlookInJson(outlook) });
  const configuration = { ...defaultConfiguration, ...preset.configuration };
  const recipe = { ...defaultRecipe, ...preset.recipe };
  const { sequenceLength, batchSize, epochs } = recipe;
  const columns = 2 + Math.max(...presetNames.map(displayWidth));
  const network = networkInShort(configuration);
  const extent = messages.presetExtent(sequenceLength, batchSize, epochs ?? 0);
  console.print(console.colours.bold(padWidth(name, columns)) + `${network} · ${extent}`);
  const indent = ' '.repeat(columns);
  console.print(indent + messages.presetFrom(words));
  console.print(indent + messages.presetExpect(words));
  for (const line of outlookInWords(messages, outlook)) console.print(indent + line);
  console.print();
}

function outlookInWords(messages: CommandContext['messages'], outlook: Outlook | null): string[] {
  if (outlook === null) return [];
  if ('refused' in outlook) {
    return [messages.presetRefused(messages.error(toWireError(outlook.refused)))];
  }
  const { plan, ownWay } = outlook;
  const updates = messages.presetUpdates(whole(plan.steps), clock(plan.seconds));
  const { expectedLoss, lossUnknown } = plan;
  const losses = [
    ...(expectedLoss
      ? [messages.presetLoss(range(expectedLoss.low, expectedLoss.high, lossInShort))]
      : []),
    ...(lossUnknown ? [messages.lossUnknown(lossUnknown)] : []),
  ];
  return [
    [updates, ...losses].join(' · '),
    ...(ownWay === null
      ? []
      : [messages.presetOwnWay(range(ownWay.low, ownWay.high, lossInShort))]),
    ...plan.remarks.map(messages.remark),
  ];
}

function outlookInJson(outlook: Outlook | null): object {
  if (outlook === null) return {};
  if ('refused' in outlook) {
    const { code, message } = toWireError(outlook.refused);
    return { refused: { code, message } };
  }
  const { plan, ownWay } = outlook;
  const { steps, seconds, charsPerSecond, memoryBytes, expectedLoss, lossUnknown, remarks } = plan;
  return {
    updates: steps,
    seconds,
    charsPerSecond,
    memoryBytes,
    expectedLoss,
    lossUnknown,
    expectedLossOwnWay: ownWay,
    remarks,
  };
}
