// charloom corpus: what texts would be to a model, without keeping them.

import type { CleaningCount, CleaningOptions, CleaningStep } from '../../app/contract/cleaning.ts';
import type { CorpusPreview, CorpusSource, SourcePreview } from '../../app/contract/corpus.ts';
import { fromWireError } from '../../app/contract/errors.ts';
import { untilInterrupted } from './interruption.ts';
import { withEngine } from './models-at-hand.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext } from './surroundings.ts';
import { collectTexts, grantTexts } from './text-files.ts';
import { foldRows } from './tables.ts';
import { cleaningOf, isOn, readingOf, wordsFor, type TextOptions } from './text-options.ts';
import { withoutControls } from './text-width.ts';

/** Characters by which a person sees whether a text is read rightly. */
const openingShown = 40;

/**
 * Shows the numbers of files and folders, which of them cannot be read, and what cleaning finds in the others. Fails
 * at the end where there are some that cannot: a script must not take the rest for all.
 */
export async function runCorpus(
  context: CommandContext,
  paths: readonly string[],
  options: TextOptions,
): Promise<void> {
  const { console, messages, signal } = context;
  const files = await collectTexts(context, paths);
  const cleaning = cleaningOf(options);
  await withEngine(context, async (engine) => {
    const all = await grantTexts(engine, files, readingOf(options));
    console.showBar(() => messages.lookingAt(files.length));
    const preview = await untilInterrupted(
      signal,
      engine.client.call('corpus.preview', { sources: all, cleaning }),
    );
    const { readable, problems } = sortOut(preview);
    const sources = all.filter((_, place) => readable.some(({ index }) => index === place));
    const inspection = await untilInterrupted(
      signal,
      engine.client.call('corpus.inspect', { sources, cleaning }),
    );
    console.hideBar();
    const found = preview.counts.filter(({ changes }) => changes > 0);
    console.emit('corpus', {
      ...inspection,
      cleaning: found,
      problems: problems.map(({ name, problem }) => ({ name, ...problem })),
    });
    const rows = inspection.sources.map((source, at) => ({ source, looked: readable[at] }));
    const { shown, more } = foldRows(rows, (row) => (isOrdinary(row) ? 'ordinary' : null));
    for (const row of shown) printSource(context, row);
    if (more > 0) console.print(messages.moreFiles(more));
    console.print(messages.corpus(inspection));
    const lookedAt = readable.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const part: [number, number] = [Math.min(preview.lookedAtBytes, lookedAt), lookedAt];
    printCounts(context, found, { cleaning, part });
    for (const { problem } of problems) {
      console.note(console.noteColours.red(messages.error(problem)));
    }
    const [first] = problems;
    if (first) {
      throw new SaidError(first.problem.code, messages.partlyRead(problems.length, all.length));
    }
  });
}

/** The sources that can be read and those that cannot; an error where none can. */
function sortOut({ sources }: CorpusPreview) {
  const readable = sources.filter(({ problem }) => problem === null);
  const problems = sources.flatMap(({ name, problem }) => (problem ? [{ name, problem }] : []));
  const [first] = problems;
  if (first && readable.length === 0) throw fromWireError(first.problem);
  return { readable, problems };
}

interface SourceRow {
  source: CorpusSource;
  looked: SourcePreview | undefined;
}

/** Whether the bytes of a source leave no doubt about its encoding. */
function isSure({ encoding }: CorpusSource): boolean {
  return encoding === null || encoding.startsWith('utf-');
}

/** Whether there is nothing about a source that a person should look at. */
function isOrdinary({ source, looked }: SourceRow): boolean {
  const { undecodable, missingChapters = 0, partsWithoutText = 0 } = source;
  const isWhole = undecodable === 0 && missingChapters === 0 && partsWithoutText === 0;
  return isSure(source) && isWhole && (looked?.fields.length ?? 0) < 2;
}

/** A source, and what of it was guessed and may be wrong. */
function printSource({ console, messages }: CommandContext, { source, looked }: SourceRow): void {
  const field = looked?.field ?? null;
  const row = messages.sourceRow(source, field);
  console.print(withoutControls(row));
  if (looked === undefined) return;
  const opening = [...looked.opening.replace(/\s+/g, ' ')].slice(0, openingShown).join('');
  if (!isSure(source))
    console.print(console.colours.dim(withoutControls(messages.readAs(opening))));
  const others = looked.fields.filter((each) => each !== field);
  if (others.length > 0) {
    console.print(console.colours.dim(withoutControls(messages.otherFields(others))));
  }
}

/** What is cleaned, and what could be, each step on a line of its own. */
function printCounts(
  { console, messages }: CommandContext,
  counts: readonly CleaningCount[],
  { cleaning, part }: { cleaning: CleaningOptions; part: [lookedAt: number, total: number] },
): void {
  const lists = [
    {
      title: messages.cleaned(...part),
      counts: counts.filter(({ step }) => isOn(step, cleaning)),
      wordsOf: () => '',
    },
    {
      title: messages.uncleaned(...part),
      counts: counts.filter(({ step }) => !isOn(step, cleaning)),
      wordsOf: (step: CleaningStep) => wordsFor(step).join(' | '),
    },
  ];
  for (const list of lists) {
    if (list.counts.length > 0) console.print(list.title);
    for (const count of list.counts) {
      console.print(messages.cleaningCount(count, list.wordsOf(count.step)));
    }
  }
}
