// What every step of cleaning changes in some documents, or would if it were switched on, with examples.

import type { CleaningCount, CleaningExample, CleaningOptions } from '../../contract/cleaning.ts';
import { loadChinese } from './chinese-dictionary.ts';
import { prepareCleaning } from './corpus-cleaner.ts';
import { findChanges } from './find-changes.ts';
import { CleaningPipeline } from './pipeline.ts';
import { cleaningSteps, type StepDefinition } from './steps.ts';

/** Examples of each step at most. */
const maximumExamples = 3;

/**
 * Counts and examples for every step, each at its place behind those that are switched on. A step that is off is
 * tried: composing as NFC, Chinese as Simplified; a filter without characters changes nothing.
 */
export async function surveyCleaning(
  documents: readonly string[],
  options: CleaningOptions,
): Promise<{ counts: CleaningCount[]; examples: CleaningExample[] }> {
  await prepareCleaning(options);
  if (options.chinese === 'as-is') await loadChinese('simplified');
  const counts: CleaningCount[] = [];
  const examples: CleaningExample[] = [];
  let texts = documents;
  for (const definition of cleaningSteps) {
    const { step } = definition;
    const tried = tryStep(definition, texts, options);
    counts.push({ step, changes: tried.changes });
    for (const change of tried.examples) examples.push({ step, ...change });
    if (definition.isOn(options)) texts = tried.texts;
  }
  return { counts, examples };
}

interface Tried {
  texts: readonly string[];
  changes: number;
  examples: { before: string; after: string }[];
}

function tryStep(
  { step, make }: StepDefinition,
  texts: readonly string[],
  options: CleaningOptions,
): Tried {
  const isFilter = step === 'remove' || step === 'keep';
  if (isFilter && options[step] === '') return { texts, changes: 0, examples: [] };
  const stage = make(options, 'document');
  const pipeline = new CleaningPipeline([stage]);
  const examples: Tried['examples'] = [];
  const cleaned = texts.map((text) => {
    const changesBefore = stage.changes;
    const clean = pipeline.push(text) + pipeline.finish();
    if (stage.changes > changesBefore && examples.length < maximumExamples) {
      examples.push(...findChanges(text, clean, maximumExamples - examples.length));
    }
    return clean;
  });
  return { texts: cleaned, changes: stage.changes, examples };
}
