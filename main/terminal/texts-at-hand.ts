// From what a person typed, files or `--corpus <text>`, to a text of the library; as models-at-hand.ts for models.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { untilInterrupted } from './interruption.ts';
import { keepTexts } from './keep-texts.ts';
import type { Messages } from './messages.ts';
import { flagOf, UsageError } from './options.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import type { TextFile } from './text-files.ts';
import { typedTextOptions, type TextOptions } from './text-options.ts';

export interface CorpusOptions extends TextOptions {
  /** A text of the library, by id or name. */
  corpus?: string;
}

/** Refuses files beside a kept text, and to read or clean again what is kept. */
export function checkTexts(
  messages: Messages,
  paths: readonly string[],
  options: CorpusOptions,
): void {
  if (options.corpus === undefined) return;
  if (paths.length > 0) throw new UsageError(messages.filesBesideCorpus);
  const [made] = typedTextOptions(options);
  if (made !== undefined) throw new UsageError(messages.corpusIsMade(flagOf(made)));
}

/** The same, where a command can do nothing without a text. */
export function needTexts(
  messages: Messages,
  paths: readonly string[],
  options: CorpusOptions,
): void {
  checkTexts(messages, paths, options);
  if (paths.length === 0 && options.corpus === undefined) {
    throw new UsageError(messages.textsMissing);
  }
}

/** The text that is meant: the kept one that was named, else the one of these files. */
export function textToUse(
  context: CommandContext,
  engine: TerminalEngine,
  files: readonly TextFile[],
  options: CorpusOptions,
): Promise<CorpusSummary> {
  const { corpus } = options;
  if (corpus === undefined) return keepTexts(context, engine, files, options);
  return findText(context, engine, corpus);
}

/** Finds a text by its id, or by a name that only one text has. */
export async function findText(
  context: CommandContext,
  engine: TerminalEngine,
  reference: string,
): Promise<CorpusSummary> {
  const { messages, signal } = context;
  const texts = await untilInterrupted(signal, engine.client.call('corpus.list'));
  const known = texts.find(({ id }) => id === reference);
  if (known) return known;
  const named = texts.filter(({ name }) => name === reference);
  const [found, another] = named;
  if (!found) throw new SaidError('corpus-not-found', messages.noSuchCorpus(reference));
  if (!another) return found;
  const ids = named.map(({ id }) => id).join(', ');
  throw new SaidError('corpus-not-found', messages.severalCorpora(reference, ids));
}
