// What is said of texts on their way in and of what counting makes of them, in English.

import type { CleaningCount, CleaningStep } from '../../app/contract/cleaning.ts';
import type { CorpusSource, CountingBaseline } from '../../app/contract/corpus.ts';
import type { SkippedFile, SkipReason } from '../../app/contract/text-files.ts';
import { bytes, loss, whole } from './quantities.ts';

const skipReasons: Record<SkipReason, string> = {
  hidden: 'hidden',
  kind: 'not a kind of file that is read',
  empty: 'empty',
  'too-many': 'and all after it: too many files',
};

const stepNames: Record<CleaningStep, string> = {
  byteOrderMark: 'byte order marks left out',
  lineEnds: 'line ends made LF',
  form: 'characters composed',
  fullWidth: 'full-width characters made plain (full-width)',
  chinese: 'Chinese characters in the other script (simplified, traditional)',
  controls: 'control and zero-width characters (controls)',
  blanks: 'runs of blanks (blanks)',
  emptyLines: 'runs of empty lines (empty-lines)',
  lowerCase: 'capital letters (lower-case)',
  hyphenation: 'words broken at a line’s end (hyphenation)',
  pageNumbers: 'page numbers (page-numbers)',
  gutenberg: 'Project Gutenberg’s header and licence (gutenberg)',
  repeatedDocuments: 'documents that stood before (repeated-documents)',
  repeatedLines: 'lines that stood before (repeated-lines)',
  remove: 'characters left out (--remove-characters)',
  keep: 'characters left out (--keep-characters)',
};

export const englishTexts = {
  textOptions: {
    encoding: 'encoding of the files, such as utf-8 or gb18030; else found by their content',
    format: 'what the files are, such as text, epub or csv; else found by their content',
    field: 'key in JSONL, or column in a table, that holds the text; else the likeliest',
    skipUndecodable: 'leave out bytes that the encoding does not know, rather than refuse the file',
    clean: 'what to clean, as in blanks,gutenberg',
    removeCharacters: 'characters to leave out, with ranges, as in 0-9#*',
    keepCharacters: 'the only characters to keep besides line ends, with ranges, as in a-z ',
  },
  passedOver: (shown: readonly SkippedFile[], count: number) =>
    `Passed over ${count === 1 ? 'one file' : `${whole(count)} files`}: ` +
    shown.map(({ name, reason }) => `${name} (${skipReasons[reason]})`).join(', ') +
    (count > shown.length ? ', …' : ''),
  sourceRow: ({ name, format, encoding, documents, characters, undecodable }: CorpusSource) =>
    `${name}: ${format}${encoding === null ? '' : `, ${encoding.toUpperCase()}`}` +
    (documents === 1 ? '' : `, ${whole(documents)} documents`) +
    `, ${whole(characters)} characters` +
    (undecodable === 0 ? '' : `, ${whole(undecodable)} bytes left out`),
  cleaningCounts: (counts: readonly CleaningCount[], lookedAt: number, total: number) =>
    `What cleaning finds${lookedAt < total ? ` in ${bytes(lookedAt)} of ${bytes(total)}` : ''}: ` +
    counts.map(({ step, changes }) => `${whole(changes)} ${stepNames[step]}`).join('; '),
  counting: 'Counting how far one gets without a network …',
  betterThanCounting: (nats: number, { order, loss: counted }: CountingBaseline) =>
    `${loss(Math.abs(nats))} nats ${nats >= 0 ? 'better' : 'worse'} than counting ` +
    `(${loss(counted)}, by the ${order - 1} characters before).`,
};

/** The words on texts; every language fills them. */
export type TextMessages = typeof englishTexts;
