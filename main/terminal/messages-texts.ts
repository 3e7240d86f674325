// What is said of texts on their way in and of what counting makes of them, in English.

import type { CleaningCount, CleaningStep } from '../../app/contract/cleaning.ts';
import type { CorpusSource, CountingBaseline } from '../../app/contract/corpus.ts';
import type { SkippedFile, SkipReason } from '../../app/contract/text-files.ts';
import { bytes, loss, whole } from './quantities.ts';
import { onOneLine } from './text-width.ts';

const skipReasons: Record<SkipReason, string> = {
  hidden: 'hidden',
  kind: 'not a kind of file that is read',
  empty: 'empty',
  link: 'a link, which is not followed',
  unreadable: 'not permitted to look into',
  'too-many': 'and all after it: too many files',
};

const stepNames: Record<CleaningStep, string> = {
  byteOrderMark: 'byte order marks',
  lineEnds: 'line ends other than LF',
  form: 'characters in another composition',
  fullWidth: 'full-width characters',
  chinese: 'Chinese characters in the other script',
  controls: 'control and zero-width characters',
  blanks: 'runs of blanks',
  emptyLines: 'runs of empty lines',
  lowerCase: 'capital letters',
  hyphenation: 'words broken at a line’s end',
  pageNumbers: 'page numbers',
  gutenberg: 'headers and licences of Project Gutenberg',
  repeatedDocuments: 'documents that stood before',
  repeatedLines: 'lines that stood before',
  remove: 'characters of --remove-characters',
  keep: 'characters outside --keep-characters',
};

const missing = (chapters: number) =>
  chapters === 1 ? 'one chapter missing in it' : `${whole(chapters)} chapters missing in it`;

const withoutText = (parts: number, format: CorpusSource['format']) => {
  const part = format === 'pdf' ? 'page' : 'record';
  return parts === 1 ? `one ${part} without text` : `${whole(parts)} ${part}s without text`;
};

const inPart = (lookedAt: number, total: number) =>
  lookedAt < total ? `, in ${bytes(lookedAt)} of ${bytes(total)}` : '';

/** A source, what it is and what came of it; `field` is the one that was read of a table. */
export const sourceRow = (source: CorpusSource, field: string | null = null): string => {
  const {
    name,
    format,
    encoding,
    documents,
    characters,
    undecodable,
    missingChapters = 0,
    partsWithoutText = 0,
  } = source;
  return (
    `${onOneLine(name)}: ${format}${field === null ? '' : ` (${field})`}` +
    (encoding === null ? '' : `, ${encoding.toUpperCase()}`) +
    (documents === 1 ? '' : `, ${whole(documents)} documents`) +
    `, ${whole(characters)} characters` +
    (undecodable === 0 ? '' : `, ${whole(undecodable)} bytes left out`) +
    (missingChapters === 0 ? '' : `, ${missing(missingChapters)}`) +
    (partsWithoutText === 0 ? '' : `, ${withoutText(partsWithoutText, format)}`)
  );
};

/** How many files of a long list are not shown. */
export const moreFiles = (count: number): string =>
  `… and ${count === 1 ? 'one file' : `${whole(count)} files`} more`;

/** How often a step of cleaning finds something, and the words that ask for it. */
export const cleaningCount = ({ step, changes }: CleaningCount, words: string): string =>
  `${whole(changes).padStart(9)}  ${stepNames[step]}${words === '' ? '' : ` (--clean ${words})`}`;

/** How far back counting looked where it did best. */
export const lookedBack = (order: number): string =>
  order === 1
    ? 'by how frequent each character is'
    : `by the ${order === 2 ? 'character' : `${order - 1} characters`} before`;

export const englishTexts = {
  textOptions: {
    corpus: 'id or name of a text of the library, in place of files',
    encoding: 'encoding of the files, such as utf-8 or gb18030; else found by their content',
    format: 'what the files are, such as text, epub or csv; else found by their content',
    field: 'key in JSONL, or column in a table, that holds the text; else the likeliest',
    skipUndecodable: 'leave out bytes that the encoding does not know, rather than refuse the file',
    clean: 'what to clean, several with commas between them: ',
    removeCharacters: 'characters to leave out, with ranges, as in 0-9#*',
    keepCharacters: 'the only characters to keep besides line ends, with ranges, as in a-z',
  },
  passedOver: (shown: readonly SkippedFile[], count: number) =>
    `Passed over ${count === 1 ? 'one file' : `${whole(count)} files`}: ` +
    shown.map(({ name, reason }) => `${name} (${skipReasons[reason]})`).join(', ') +
    (count > shown.length ? ', …' : ''),
  lookingAt: (count: number) =>
    `Looking at ${count === 1 ? 'one file' : `${whole(count)} files`} …`,
  sourceRow,
  moreFiles,
  partlyRead: (broken: number, all: number) =>
    `${whole(broken)} of ${whole(all)} files could not be read; the figures are those of the others.`,
  perhapsMoreUnreadable:
    'There may be more of these: charloom corpus, with the same files and folders, lists all that cannot be read.',
  readAs: (opening: string) =>
    `  reads “${opening} …”; where that is wrong, name another --encoding`,
  otherFields: (fields: readonly string[]) =>
    `  other fields: ${fields.join(', ')}; for one of them: --field NAME`,
  cleaned: (lookedAt: number, total: number) => `Cleaned${inPart(lookedAt, total)}:`,
  uncleaned: (lookedAt: number, total: number) =>
    `Left as it is${inPart(lookedAt, total)}, unless asked for:`,
  cleaningCount,
  counting: 'Counting how far one gets without a network …',
  betterThanCounting: (nats: number, { order, loss: counted }: CountingBaseline) =>
    `${loss(Math.abs(nats))} nats ${nats >= 0 ? 'better' : 'worse'} than counting ` +
    `(${loss(counted)}, ${lookedBack(order)}).`,
};

/** The words on texts; every language fills them. */
export type TextMessages = typeof englishTexts;
