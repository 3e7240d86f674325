// How texts are read and cleaned, as options: of every command that takes files. What they do is the engine's.

import { Option, type Command } from 'commander';
import { defaultCleaning, type CleaningOptions } from '../../app/contract/cleaning.ts';
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

/** What each word after --clean switches on, or off where it is on otherwise. */
export const cleaningWords = {
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
    new Option('--clean <steps>', `${says.clean}: ${words.join(', ')}`).argParser((typed) =>
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
