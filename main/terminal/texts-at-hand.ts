// From what a person typed, files or `--corpus <text>`, to a text of the library; as models-at-hand.ts for models.

import type { CorpusSummary } from '../../app/contract/corpus.ts';
import { keepTexts } from './keep-texts.ts';
import { findNamed, textKind } from './library-kinds.ts';
import type { Messages } from './messages.ts';
import { flagOf, UsageError } from './options.ts';
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
export function findText(
  context: CommandContext,
  engine: TerminalEngine,
  reference: string,
): Promise<CorpusSummary> {
  return findNamed(context, engine, { kind: textKind, reference });
}
