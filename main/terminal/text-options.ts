// How texts are read and cleaned, as options: of every command that takes files. What they do is the engine's.

import { Option, type Command } from 'commander';
import {
  defaultCleaning,
  type CleaningOptions,
  type CleaningStep,
} from '../../app/contract/cleaning.ts';
import {
  encodings,
  sourceFormats,
  type Encoding,
  type SourceFormat,
  type SourceReading,
} from '../../app/contract/corpus.ts';
import type { Messages } from './messages.ts';
import { OptionReaders } from './options.ts';

/** The options as commander hands them over; what was not typed is not there. */
export interface ReadingOptions {
  encoding?: Encoding;
  format?: SourceFormat;
  field?: string;
  skipUndecodable?: true;
}

export interface TextOptions extends ReadingOptions {
  clean?: CleaningWord[];
  removeCharacters?: string;
  keepCharacters?: string;
}

/** What each word after --clean switches on, or off where it is on otherwise; `usual` is what is done anyway. */
export const cleaningWords = {
  usual: {},
  'keep-line-ends': { lineEnds: false },
  uncomposed: { form: 'none' },
  nfkc: { form: 'NFKC' },
  'full-width': { fullWidth: true },
  simplified: { chinese: 'simplified' },
  traditional: { chinese: 'traditional' },
  controls: { controls: true },
  blanks: { blanks: true },
  'empty-lines': { emptyLines: true },
  'lower-case': { lowerCase: true },
  hyphenation: { hyphenation: true },
  'page-numbers': { pageNumbers: true },
  gutenberg: { gutenberg: true },
  'repeated-documents': { repeatedDocuments: true },
  'repeated-lines': { repeatedLines: true },
} as const satisfies Record<string, Partial<CleaningOptions>>;

export type CleaningWord = keyof typeof cleaningWords;

const optionNames: Record<keyof TextOptions, true> = {
  encoding: true,
  format: true,
  field: true,
  skipUndecodable: true,
  clean: true,
  removeCharacters: true,
  keepCharacters: true,
};

/** Which of the options were typed. */
export function typedTextOptions(options: TextOptions): (keyof TextOptions)[] {
  const names = Object.keys(optionNames) as (keyof TextOptions)[];
  return names.filter((name) => options[name] !== undefined);
}

/** Adds the option that names a kept text in place of files. */
export function addCorpusOption(command: Command, messages: Messages): Command {
  const option = new Option('--corpus <text>', messages.textOptions.corpus);
  return command.addOption(option.helpGroup(messages.optionGroups.files));
}

/** Adds the options by which a file is read. */
export function addReadingOptions(command: Command, messages: Messages): Command {
  const read = new OptionReaders(messages);
  const says = messages.textOptions;
  const rows = [
    new Option('--encoding <name>', says.encoding).argParser(read.oneOf(...encodings)),
    new Option('--format <name>', says.format).argParser(read.oneOf(...sourceFormats)),
    new Option('--field <name>', says.field),
    new Option('--skip-undecodable', says.skipUndecodable),
  ];
  for (const row of rows) command.addOption(row.helpGroup(messages.optionGroups.files));
  return command;
}

/** Adds the options by which a file is read and its text is cleaned. */
export function addTextOptions(command: Command, messages: Messages): Command {
  const read = new OptionReaders(messages);
  const says = messages.textOptions;
  const words = Object.keys(cleaningWords) as CleaningWord[];
  const rows = [
    new Option('--clean <steps>', says.clean + words.join(', ')).argParser((typed) =>
      typed.split(',').map((word) => read.oneOf(...words)(word.trim())),
    ),
    new Option('--remove-characters <set>', says.removeCharacters),
    new Option('--keep-characters <set>', says.keepCharacters),
  ];
  addReadingOptions(command, messages);
  for (const row of rows) command.addOption(row.helpGroup(messages.optionGroups.files));
  return command;
}

/** How the files are to be read; null where nothing was typed. */
export function readingOf(options: ReadingOptions): SourceReading | null {
  const { encoding, format, field, skipUndecodable } = options;
  const reading: SourceReading = {
    ...(encoding !== undefined && { encoding }),
    ...(format !== undefined && { format }),
    ...(field !== undefined && { field }),
    ...(skipUndecodable !== undefined && { skipUndecodable }),
  };
  return Object.keys(reading).length === 0 ? null : reading;
}

/** Whether anything was asked for that is to be cleaned. */
export function isCleaningTyped(options: TextOptions): boolean {
  const { clean, removeCharacters, keepCharacters } = options;
  return clean !== undefined || removeCharacters !== undefined || keepCharacters !== undefined;
}

/** How the text is to be cleaned, every switch of it. */
export function cleaningOf(options: TextOptions): CleaningOptions {
  const cleaning: CleaningOptions = { ...defaultCleaning };
  for (const word of options.clean ?? []) Object.assign(cleaning, cleaningWords[word]);
  const { removeCharacters: remove, keepCharacters: keep } = options;
  return {
    ...cleaning,
    ...(remove !== undefined && { remove }),
    ...(keep !== undefined && { keep }),
  };
}

/** Whether a step of cleaning changes what it finds. */
export function isOn(step: CleaningStep, cleaning: CleaningOptions): boolean {
  if (step === 'byteOrderMark') return true;
  const value = cleaning[step];
  return value === true || (typeof value === 'string' && !['', 'none', 'as-is'].includes(value));
}

/** The options that stand for a cleaning; empty where nothing was asked for. */
export function cleaningInWords(cleaning: CleaningOptions): string {
  const chosen: Record<string, unknown> = { ...cleaning };
  const words = wordsWhere((switched) => {
    const steps = Object.entries(switched);
    return steps.length > 0 && steps.every(([step, value]) => chosen[step] === value);
  });
  return [
    words.length === 0 ? '' : `--clean ${words.join(',')}`,
    cleaning.remove === '' ? '' : `--remove-characters '${cleaning.remove}'`,
    cleaning.keep === '' ? '' : `--keep-characters '${cleaning.keep}'`,
  ]
    .filter((typed) => typed !== '')
    .join(' ');
}

/** The words after --clean that switch a step on, where it is off unless asked for. */
export function wordsFor(step: CleaningStep): string[] {
  if (step === 'lineEnds' || step === 'form') return [];
  return wordsWhere((switched) => step in switched);
}

function wordsWhere(holds: (switched: object) => boolean): string[] {
  return Object.entries(cleaningWords).flatMap(([word, switched]) =>
    holds(switched) ? [word] : [],
  );
}
