// What is said of the texts that are kept in the library, in English.

import type {
  CorpusDetails,
  CorpusSource,
  CorpusSplits,
  CorpusSummary,
  CountingBaseline,
  DocumentNote,
  SourceState,
  SplitPart,
} from '../../app/contract/corpus.ts';
import type { UnreadableEntry } from '../../app/contract/unreadable.ts';
import { cleaningCount, lookedBack, moreFiles, sourceRow } from './messages-texts.ts';
import {
  bits,
  bytes,
  characterList,
  coverageMarks,
  day,
  languagesInWords,
  loss,
  whole,
} from './quantities.ts';

/** A text, and what else the terminal knows of it. */
export interface TextView {
  details: CorpusDetails;
  sources: (CorpusSource & Pick<SourceState, 'state'>)[];
  /** How many sources are not among them. */
  more: number;
  splits: CorpusSplits;
  /** The options that stand for its cleaning; empty where nothing was asked for. */
  cleaning: string;
}

const states: Record<SourceState['state'], string> = {
  same: '; unchanged since',
  changed: '; changed since',
  missing: '; no longer where it was',
  unknown: '',
};

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** A number of things, with the word for them. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${whole(count)} ${count === 1 ? one : many}`;

const note = ({ name, characters, opening }: DocumentNote) =>
  `${name}, ${counted(characters, 'character')}: “${opening}”`;

const part = (name: string, { characters, documents }: SplitPart, isSeveral: boolean) =>
  characters === 0
    ? `no ${name} part`
    : `${name} ${counted(characters, 'character')}` +
      (isSeveral ? ` in ${counted(documents, 'document')}` : '');

const leaks = ({ documents, paragraphs, characters }: CorpusSplits['leaks']) => {
  const what = [
    ...(documents > 0 ? [counted(documents, 'document')] : []),
    ...(paragraphs > 0 ? [counted(paragraphs, 'paragraph')] : []),
  ];
  return what.length === 0
    ? 'Nothing of the validation and test parts stands in the training part, too.'
    : `${what.join(' and ')} (${counted(characters, 'character')}) of the validation and test parts stand in the training part, too. ` +
        '--clean repeated-documents,repeated-lines leaves repetitions out. For example:';
};

export const englishLibrary = {
  textCommands: {
    show: 'show a text: its figures, cleaning, parts and files',
    rename: 'give a text another name',
    remove: 'delete a text from the library; the files it came from stay',
    duplicate: 'keep a copy of a text',
    merge: 'make one text of several',
    reread: 'read the files of a text again, as they are now, or clean it in another way',
    count: 'say what counting characters reaches on a text, which a model has to beat',
  },
  textArguments: { text: 'id or name of a text', texts: 'ids or names of two texts or more' },
  copyName: 'name of the copy',
  mergeName: 'name of the new text',
  mergeAlone: 'Name at least two texts.',
  countUnchecked: 'Counting is measured on the validation part: leave out --validation 0.',
  corpusIsMade: (option: string) =>
    `--corpus takes a text as it was read and cleaned: leave out ${option}, or name its files.`,
  noSuchCorpus: (reference: string) =>
    `There is no text "${reference}" in the library. See: charloom texts`,
  severalCorpora: (name: string, ids: string) =>
    `Several texts are named "${name}". Use one of their ids: ${ids}`,

  unreadable: (kind: 'model' | 'corpus', { folder, error }: UnreadableEntry) =>
    `1 ${kind === 'model' ? 'model' : 'text'} cannot be read and is left out; its folder is ${folder}. ${error.message}`,
  noTexts: 'There are no texts yet. Train on one, and it is kept: charloom train FILE',
  textColumns: ['ID', 'NAME', 'CHARACTERS', 'DIFFERENT', 'DOCUMENTS', 'KEPT SINCE'],
  textRow: ({ id, name, characters, vocabularySize, sources, createdAt }: CorpusSummary) => [
    id,
    name,
    whole(characters),
    whole(vocabularySize),
    whole(sources.reduce((sum, { documents }) => sum + documents, 0)),
    day(createdAt),
  ],
  comparingParts: 'Comparing the parts …',
  textDetails: ({ details, sources, more, splits, cleaning }: TextView) => {
    const { name, id, characters, vocabularySize, lines, documents, sizeBytes } = details;
    const { languages, compressedBitsPerCharacter: compressed, cleaned, coverage } = details;
    const isSeveral = documents.count > 1;
    const rows: [string, string][] = [
      ['Text', `${name}  (${id}), kept since ${day(details.createdAt)}`],
      [
        'Size',
        `${counted(characters, 'character')}, ${counted(lines, 'line')}, ` +
          `${counted(documents.count, 'document')}, ${bytes(sizeBytes)}`,
      ],
    ];
    const spoken = languagesInWords(languages, languageNames);
    if (spoken.length > 0) rows.push(['Language', spoken.join(', ')]);
    const marks = coverageMarks(coverage).map(
      ({ characters: most, share }) => `${whole(most)} cover ${share}`,
    );
    rows.push(
      ['Characters', `${whole(vocabularySize)} different ones: ${marks.join(', ')}`],
      ['', `most frequent: ${characterList(details.frequentCharacters)}`],
    );
    if (compressed > 0) {
      const nats = (compressed * Math.LN2).toFixed(2);
      rows.push([
        'Compressed',
        `${compressed.toFixed(2)} bits a character (${nats} nats) by brotli, which a model should beat`,
      ]);
    }
    rows.push(['Cleaning', cleaning === '' ? 'nothing was asked for' : cleaning]);
    for (const count of cleaned) rows.push(['', cleaningCount(count, '')]);
    const { train, validation, test } = splits;
    const parts = [
      part('training', train, isSeveral),
      part('validation', validation, isSeveral),
      part('test', test, isSeveral),
    ];
    rows.push(['Parts', parts.join('; ')], ['', leaks(splits.leaks)]);
    for (const example of splits.leaks.examples) rows.push(['', `  ${note(example)}`]);
    documents.longest.forEach((each, at) => rows.push([at === 0 ? 'Longest' : '', note(each)]));
    documents.shortest.forEach((each, at) => rows.push([at === 0 ? 'Shortest' : '', note(each)]));
    sources.forEach((source, at) =>
      rows.push([at === 0 ? 'Made of' : '', sourceRow(source) + states[source.state]]),
    );
    if (more > 0) rows.push(['', moreFiles(more)]);
    return rows;
  },
  readAgain: (text: string) => `Read it again, as its files are now: charloom texts reread ${text}`,

  textKept: ({ id, name, characters }: CorpusSummary) =>
    `“${name}” is in the library, ${counted(characters, 'character')}. ` +
    `Train on it: charloom train --corpus ${id}`,
  askRemoveText: (name: string) =>
    `Delete the text “${name}” from the library for good? The files it came from stay. [y/N] `,
  reread: (name: string, before: number, after: number) =>
    `“${name}” was read again: ${counted(after, 'character')}, before ${whole(before)}.`,
  rereadAlike: (name: string) => `“${name}” was read again; its text is the same as before.`,
  notReread: (name: string) => `Stopped. “${name}” stays as it was.`,
  baseline: ({ order, loss: nats, losses, reduction }: CountingBaseline) =>
    [
      `Counting reaches ${loss(nats)} nats a character (${bits(nats)} bits) on the validation part, ${lookedBack(order)}.`,
      `By how many characters it looks back: ${losses.map((each, back) => `${back}: ${each.toFixed(2)}`).join(', ')}.`,
      reduction === null
        ? ''
        : `To stay within memory, ${counted(reduction.counted, 'character')} of the training part were counted ` +
          `and ${whole(reduction.foretold)} of the validation part foretold.`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
};

/** The words on kept texts; every language fills them. */
export type LibraryMessages = typeof englishLibrary;
