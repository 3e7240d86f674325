// What the fake engine says of texts before and after they are kept: by the names of the files, so that a test can
// bring any case about. `gbk.txt` is in GB18030, `broken.txt` has bytes that do not fit, `table.csv` has columns,
// `picture.txt` cannot be read.

import type {
  CleaningCount,
  CleaningExample,
  CleaningOptions,
} from '../../app/contract/cleaning.ts';
import type {
  CorpusDetails,
  CorpusPreview,
  CorpusSplits,
  CountingBaseline,
  SourcePreview,
  SourceReading,
  VocabularyCutoff,
  VocabularyPreview,
} from '../../app/contract/corpus.ts';
import { chinese } from './fake-text.ts';

/** A source as the fake engine has it at hand. */
export interface FakeSource {
  name: string;
  text: string;
  reading?: SourceReading | undefined;
  settled?: SourcePreview['settled'] | undefined;
}

/** What looking at sources finds. */
export function makePreview(
  sources: readonly FakeSource[],
  cleaning: Partial<CleaningOptions>,
): CorpusPreview {
  const text = sources.map((source) => source.text).join('');
  const totalBytes = new TextEncoder().encode(text).length;
  const different = new Set(text).size;
  return {
    sources: sources.map(previewOf),
    lookedAtBytes: totalBytes,
    totalBytes,
    characters: [...text].length,
    vocabularySize: { before: different, after: different - (cleaning.lowerCase ? 20 : 0) },
    counts: countsOf(text),
    examples: examplesOf(),
  };
}

function previewOf({ name, text, reading, settled }: FakeSource, index: number): SourcePreview {
  const isTable = name.endsWith('.csv');
  const isBroken = name === 'broken.txt';
  const isGuessed = name === 'gbk.txt';
  const encoding = reading?.encoding ?? (isGuessed ? 'gb18030' : 'utf-8');
  const isRefused = isBroken && reading?.skipUndecodable !== true && encoding === 'utf-8';
  return {
    index,
    name,
    sizeBytes: text.length,
    format: isTable ? 'csv' : 'text',
    encoding,
    candidates: isGuessed
      ? [
          { encoding: 'gb18030', opening: chinese.slice(0, 60), undecodable: 0 },
          { encoding: 'big5', opening: '斕腔陓婓瞏枑奻黍賸謗梢', undecodable: 12 },
          { encoding: 'euc-kr', opening: '콱돨斤瓊쨌鄕�똬죄좃긔', undecodable: 31 },
        ]
      : [{ encoding, opening: text.slice(0, 60), undecodable: isBroken ? 3 : 0 }],
    fields: isTable ? ['message', 'author'] : [],
    field: isTable ? (reading?.field ?? 'message') : null,
    undecodable: isBroken && encoding === 'utf-8' ? 3 : 0,
    undecodableAt: isBroken && encoding === 'utf-8' ? [17, 1204, 1205] : [],
    opening: text.slice(0, 120),
    settled: settled ?? null,
    problem: isRefused
      ? { code: 'corpus-undecodable', message: 'Bytes that do not fit.', details: { name } }
      : name === 'picture.txt'
        ? { code: 'corpus-binary', message: 'Not a text.', details: { name } }
        : null,
  };
}

function countsOf(text: string): CleaningCount[] {
  return [
    { step: 'lineEnds', changes: text.split('\r\n').length - 1 },
    { step: 'blanks', changes: text.split('  ').length - 1 },
    { step: 'lowerCase', changes: text.replace(/[^A-Z]/g, '').length },
    { step: 'gutenberg', changes: text.includes('PROJECT GUTENBERG') ? 2 : 0 },
    { step: 'repeatedLines', changes: 214 },
  ];
}

function examplesOf(): CleaningExample[] {
  return [
    { step: 'blanks', before: 'the  kettle\thad boiled  ', after: 'the kettle had boiled' },
    { step: 'lowerCase', before: 'You said that a House', after: 'you said that a house' },
  ];
}

/** The parts of a text, with a letter that was sent twice. */
export function makeSplits(
  { characters, name }: CorpusDetails,
  shares: { validation: number; test: number },
): CorpusSplits {
  const part = (share: number) => ({
    characters: Math.round(characters * share),
    documents: Math.round(212 * share),
  });
  return {
    train: part(1 - shares.validation - shares.test),
    validation: part(shares.validation),
    test: part(shares.test),
    leaks: {
      documents: 1,
      paragraphs: 3,
      characters: 1840,
      examples: [{ name: `${name}, 7`, characters: 920, opening: 'You ask how we shall winter.' }],
    },
  };
}

/** What a cut-off leaves of a text's most frequent characters. */
export function makeVocabulary(
  { frequentCharacters }: CorpusDetails,
  { minimumCount, coverage }: VocabularyCutoff,
): VocabularyPreview {
  const total = frequentCharacters.reduce((sum, { count }) => sum + count, 0);
  let covered = 0;
  const kept = frequentCharacters.filter(({ count }) => {
    const isTaken = count >= minimumCount && covered < coverage * total;
    if (isTaken) covered += count;
    return isTaken;
  });
  const dropped = frequentCharacters.filter((each) => !kept.includes(each));
  return {
    size: kept.length,
    coverage: covered / total,
    dropped: dropped.map((each) => ({ ...each, context: `before ${each.character} after` })),
    droppedCount: dropped.length,
  };
}

/** What counting reaches on any text. */
export function makeBaseline(
  { vocabularySize }: CorpusDetails,
  given: number | null,
): CountingBaseline {
  const loss = given ?? (vocabularySize > 150 ? 4.71 : 1.58);
  return {
    order: 7,
    loss,
    bitsPerCharacter: loss / Math.LN2,
    losses: [3.3, 2.6, 2.1, 1.8, 1.65, 1.6, loss, 1.6],
    reduction: null,
    seconds: 2.4,
  };
}
