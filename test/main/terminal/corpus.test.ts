// What charloom corpus puts out, and how options of reading and cleaning reach the engine from every command.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import type {
  CorpusInspection,
  CorpusPreview,
  SourcePreview,
} from '../../../app/contract/corpus.ts';
import {
  corpusSource,
  corpusSummary,
  modelSummary,
  runInFake,
  trainingEngine,
  type FakeHandlers,
} from './fake-terminal.ts';
import { testFolder, textFile } from './text-file.ts';

const inChinese = { LANG: 'zh_CN.UTF-8' };

const languages: [string, NodeJS.ProcessEnv][] = [
  ['English', {}],
  ['Chinese', inChinese],
];

const inspection: CorpusInspection = {
  files: 2,
  sources: [
    corpusSource('old.txt', { encoding: 'gb18030', undecodable: 3, characters: 1_000 }),
    corpusSource('notes.csv', { format: 'csv', documents: 12, characters: 234 }),
  ],
  encodings: ['GB18030', 'UTF-8'],
  characters: 1_234,
  vocabularySize: 40,
  lines: 12,
  sizeBytes: 1_250,
  frequentCharacters: [
    { character: ' ', count: 200 },
    { character: 'e', count: 100 },
  ],
};

const looked = (index: number, rest: Partial<SourcePreview>): SourcePreview => ({
  index,
  name: 'text.txt',
  sizeBytes: 1_000,
  format: 'text',
  encoding: 'utf-8',
  candidates: [],
  fields: [],
  field: null,
  settled: null,
  undecodable: 0,
  undecodableAt: [],
  opening: 'Once\nupon a time',
  problem: null,
  ...rest,
});

const broken = looked(1, {
  name: 'broken.epub',
  problem: {
    code: 'corpus-damaged',
    message: '"broken.epub" is damaged.',
    details: { name: 'broken.epub' },
  },
});

const preview = (sources: SourcePreview[]): CorpusPreview => ({
  sources,
  lookedAtBytes: 1_500,
  totalBytes: 3_000,
  characters: 1_234,
  vocabularySize: { before: 41, after: 40 },
  counts: [
    { step: 'lineEnds', changes: 7 },
    { step: 'blanks', changes: 12 },
    { step: 'chinese', changes: 5 },
    { step: 'lowerCase', changes: 0 },
  ],
  examples: [],
});

const engineWith =
  (sources: SourcePreview[]): FakeHandlers =>
  () => ({
    'corpus.preview': () => preview(sources),
    'corpus.inspect': () => inspection,
  });

describe('corpus', () => {
  const handlers = engineWith([
    looked(0, { encoding: 'gb18030', opening: '从前\n有一座山' }),
    looked(1, { format: 'csv', fields: ['id', 'note'], field: 'note' }),
  ]);

  test.each(languages)(
    'says what texts are and what cleaning finds, in %s',
    async (_, environment) => {
      const paths = [await textFile('a'), await textFile('b')];
      const typed = ['corpus', ...paths, '--clean', 'blanks'];
      const { stdout, exitCode } = await runInFake(typed, { handlers, environment });
      expect(exitCode).toBe(0);
      expect(stdout).toMatchSnapshot();
    },
  );

  test.each([
    ['English', {}, '… and 10 files more'],
    ['Chinese', inChinese, '……还有 10 个文件'],
  ])('shows of many files the first and the remarkable, in %s', async (_, environment, more) => {
    const sources = Array.from({ length: 31 }, (_, at) =>
      corpusSource(`${at}.txt`, at === 30 ? { encoding: 'gb18030' } : {}),
    );
    const engine: FakeHandlers = () => ({
      'corpus.preview': () => preview(sources.map((_, at) => looked(at, {}))),
      'corpus.inspect': () => ({ ...inspection, sources }),
    });
    const typed = ['corpus', await textFile('a')];
    const { stdout } = await runInFake(typed, { handlers: engine, environment });
    const named = [...stdout.matchAll(/^(\d+)\.txt/gm)].map(([, name]) => Number(name));
    expect(named).toEqual([...Array(20).keys(), 30]);
    expect(stdout).toContain(`\n${more}\n`);
  });

  const noChapters = { format: 'epub', missingChapters: 2 } as const;
  const noPages = { format: 'pdf', partsWithoutText: 1 } as const;
  const noRecords = { format: 'csv', partsWithoutText: 3 } as const;
  test.each([
    [{}, noChapters, 'book: epub, 90 characters, 2 chapters missing in it'],
    [inChinese, noChapters, 'book：epub，90 个字符，书中缺 2 章'],
    [{}, noPages, 'book: pdf, 90 characters, one page without text'],
    [inChinese, noPages, 'book：pdf，90 个字符，1 页没有文字'],
    [{}, noRecords, 'book: csv, 90 characters, 3 records without text'],
    [inChinese, noRecords, 'book：csv，90 个字符，3 条记录没有文字'],
  ])('says what a source lacks: %o %o', async (environment, gaps, row) => {
    const lacking = { ...gaps, encoding: null, characters: 90 } as const;
    const book: CorpusInspection = { ...inspection, sources: [corpusSource('book', lacking)] };
    const engine: FakeHandlers = () => ({
      'corpus.preview': () => preview([looked(0, lacking)]),
      'corpus.inspect': () => book,
    });
    const typed = ['corpus', await textFile('a')];
    const { stdout } = await runInFake(typed, { handlers: engine, environment });
    expect(stdout).toContain(row);
  });

  test.each([
    ['English', {}, '1,234 characters in one file, 1 line, 1.3 KB.'],
    ['Chinese', inChinese, '1 个文件，1,234 个字符，1 行，1.3 KB。'],
  ])('has no word on encodings where there are none, in %s', async (_, environment, said) => {
    const book: CorpusInspection = { ...inspection, files: 1, lines: 1, encodings: [] };
    const handlers: FakeHandlers = () => ({
      'corpus.preview': () => preview([looked(0, { encoding: null })]),
      'corpus.inspect': () => book,
    });
    const typed = ['corpus', await textFile('a')];
    expect((await runInFake(typed, { handlers, environment })).stdout).toContain(said);
  });

  test('gives the same as one JSON line', async () => {
    const { lines } = await runInFake(['corpus', await textFile('a'), '--json'], { handlers });
    expect(lines).toEqual([
      {
        type: 'corpus',
        ...inspection,
        cleaning: preview([]).counts.filter(({ changes }) => changes > 0),
        problems: [],
      },
    ]);
  });

  test.each(languages)(
    'counts what can be read, says what cannot and fails, in %s',
    async (_, environment) => {
      const handlers = engineWith([looked(0, {}), broken, looked(2, {})]);
      const paths = [await textFile('a'), await textFile('b'), await textFile('c')];
      const outcome = await runInFake(['corpus', ...paths], { handlers, environment });
      const { stdout, stderr, calls, exitCode } = outcome;
      expect(exitCode).toBe(1);
      expect(stdout).toContain('1,234');
      expect(stderr.split('\n').slice(-3)).toEqual(
        environment['LANG']
          ? [
              '“broken.epub”已损坏或不完整，请换一份完好的文件。',
              '3 个文件中有 1 个读不了，以上只是其余文件的统计。',
              '',
            ]
          : [
              '"broken.epub" is damaged.',
              '1 of 3 files could not be read; the figures are those of the others.',
              '',
            ],
      );
      expect(calls.at(-1)).toMatchObject({
        method: 'corpus.inspect',
        request: { sources: [{ grant: 'grant-1' }, { grant: 'grant-3' }] },
      });
      const { lines } = await runInFake(['corpus', ...paths, '--json'], { handlers });
      expect(lines).toMatchObject([
        { type: 'corpus', problems: [{ name: 'broken.epub', code: 'corpus-damaged' }] },
        { type: 'error', code: 'corpus-damaged' },
      ]);
    },
  );

  test('fails where nothing can be read', async () => {
    const handlers = engineWith([{ ...broken, index: 0 }]);
    const path = await textFile('a');
    const { lines, exitCode, calls } = await runInFake(['corpus', path, '--json'], { handlers });
    expect(exitCode).toBe(1);
    expect(lines).toMatchObject([{ type: 'error', code: 'corpus-damaged' }]);
    expect(calls.map(({ method }) => method)).not.toContain('corpus.inspect');
  });
});

describe('a folder', () => {
  test.each([
    ['English', {}, 'Passed over 2 files: blank.txt (empty), photo.jpg (not a kind of file'],
    ['Chinese', inChinese, '跳过 2 个文件：blank.txt（空文件）、photo.jpg（不是能读的文件类型）'],
  ])('says which of its files are passed over, in %s', async (_, environment, said) => {
    const folder = await testFolder();
    await writeFile(join(folder, 'a.txt'), 'text');
    await writeFile(join(folder, 'blank.txt'), '');
    await writeFile(join(folder, 'photo.jpg'), 'jpeg');
    const options = { handlers: trainingEngine, environment };
    const { stderr, granted } = await runInFake(['train', folder], options);
    expect(stderr).toContain(said);
    expect(granted.map(({ name }) => name)).toEqual(['a.txt']);
  });

  test('gives its name to the text, which files that were typed do not', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'My letters'));
    const file = join(folder, 'My letters', 'a.txt');
    await writeFile(file, 'text');
    const nameFor = async (path: string) => {
      const { calls } = await runInFake(['train', path], { handlers: trainingEngine });
      const { request } = calls.find(({ method }) => method === 'corpus.import') ?? {};
      return (request as { name?: string }).name;
    };
    expect(await nameFor(join(folder, 'My letters'))).toBe('My letters');
    expect(await nameFor(file)).toBeUndefined();
  });

  test('names a few of many, without what would steer the terminal', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'pictures'));
    await writeFile(join(folder, 'a.txt'), 'text');
    for (let at = 0; at < 20; at++) await writeFile(join(folder, `pictures/\u001b${at}.png`), 'p');
    const { stderr } = await runInFake(['train', folder], { handlers: trainingEngine });
    expect(stderr).toContain('Passed over 20 files: pictures/\ufffd0.png (not');
    expect(stderr).toContain(', …\n');
    expect(stderr.match(/pictures/g)).toHaveLength(8);
  });
});

describe('options of reading and cleaning', () => {
  const options = [
    ...['--encoding', 'big5', '--format', 'csv', '--field', 'note', '--skip-undecodable'],
    ...['--clean', 'controls,traditional', '--clean', 'nfkc,keep-line-ends'],
    ...['--remove-characters', '0-9', '--keep-characters', 'a-z'],
  ];
  const reading = { encoding: 'big5', format: 'csv', field: 'note', skipUndecodable: true };
  // A second --clean takes the place of the first.
  const cleaning = {
    ...defaultCleaning,
    form: 'NFKC',
    lineEnds: false,
    remove: '0-9',
    keep: 'a-z',
  };
  const handlers: FakeHandlers = (emit) => ({
    ...trainingEngine(emit),
    ...engineWith([looked(0, {})])(emit),
    'corpus.import': () => corpusSummary('corpus-1', []),
    'model.list': () => [modelSummary('model-1', 'Text')],
    'sampling.evaluate': () => ({
      characters: 10,
      unknown: 0,
      loss: 1,
      bitsPerCharacter: 1,
      perplexity: 1,
      accuracy: 1,
      topFiveAccuracy: 1,
    }),
  });

  test.each([
    ['train', 'corpus.import'],
    ['plan', 'corpus.import'],
    ['presets', 'corpus.import'],
    ['corpus', 'corpus.preview'],
    ['corpus', 'corpus.inspect'],
  ])('of %s reach %s', async (command, method) => {
    const { calls } = await runInFake([command, await textFile('a'), ...options], { handlers });
    const asked = calls.find((call) => call.method === method);
    expect(asked?.request).toMatchObject({ sources: [{ kind: 'grant', reading }], cleaning });
  });

  test('of reading alone reach what a model is evaluated on', async () => {
    const typed = ['evaluate', 'Text', await textFile('a'), ...options.slice(0, 7)];
    const { calls, exitCode } = await runInFake(typed, { handlers });
    expect(exitCode).toBe(0);
    expect(calls.at(-1)?.request).toEqual({
      model: 'model-1',
      sources: [{ kind: 'grant', grant: 'grant-1', reading }],
    });
  });

  test('are nothing that a person must give', async () => {
    const { calls } = await runInFake(['train', await textFile('a')], { handlers });
    const asked = calls.find(({ method }) => method === 'corpus.import');
    expect(asked?.request).toMatchObject({
      sources: [{ kind: 'grant', grant: 'grant-1' }],
      cleaning: defaultCleaning,
    });
    expect(JSON.stringify(asked?.request)).not.toContain('reading');
  });
});
