// The commands on the texts of the library: what they ask the engine, what they put out, in both languages.

import { describe, expect, test } from 'vitest';
import type { CorpusSplits, CorpusSummary, SourceState } from '../../../app/contract/corpus.ts';
import {
  corpusDetails,
  corpusSource,
  corpusSummary,
  runInFake,
  trainingEngine,
  type FakeHandlers,
  type FakeTerminalOptions,
} from './fake-terminal.ts';

const inChinese = { LANG: 'zh_CN.UTF-8' };

const languages: [string, NodeJS.ProcessEnv][] = [
  ['English', {}],
  ['Chinese', inChinese],
];

/** The same day wherever the test runs. */
const createdAt = new Date(2025, 0, 31, 12).toISOString();

const texts: CorpusSummary[] = [
  { ...corpusSummary('text-1', [corpusSource('a.txt'), corpusSource('b.txt')]), createdAt },
  {
    ...corpusSummary('text-2', [corpusSource('c.csv', { documents: 120 })]),
    name: '海的\u001b故事',
    createdAt,
  },
  { ...corpusSummary('text-3', []), name: 'Twin', createdAt },
  { ...corpusSummary('text-4', []), name: 'Twin', createdAt },
];

const splits: CorpusSplits = {
  train: { characters: 8_100, documents: 2 },
  validation: { characters: 900, documents: 1 },
  test: { characters: 0, documents: 0 },
  leaks: { documents: 0, paragraphs: 0, characters: 0, examples: [] },
};

const library: FakeHandlers = (emit) => ({
  ...trainingEngine(emit),
  'corpus.list': () => texts,
  'corpus.unreadable': () => [],
  'corpus.show': ({ corpus }) => ({ ...corpusDetails(corpus, texts[0]!.sources), createdAt }),
  'corpus.sources': () => [
    { name: 'a.txt', state: 'same' },
    { name: 'b.txt', state: 'same' },
  ],
  'corpus.splits': () => splits,
  'corpus.rename': ({ corpus, name }) => ({ ...texts[0]!, id: corpus, name }),
  'corpus.remove': () => null,
  'corpus.duplicate': ({ name }) => ({ ...texts[0]!, id: 'text-5', name: name ?? 'Text 2' }),
  'corpus.merge': ({ name }) => ({ ...texts[0]!, id: 'text-6', name: name ?? 'Merged' }),
  'corpus.reimport': () => texts[0]!,
  'corpus.cancelImport': () => null,
});

const run = (typed: string[], options: FakeTerminalOptions = {}) =>
  runInFake(['texts', ...typed], { handlers: library, ...options });

describe('texts', () => {
  test.each(languages)('lists the texts of the library, in %s', async (_, environment) => {
    const { stdout } = await run([], { environment });
    expect(stdout).toMatchSnapshot();
    expect(stdout).not.toContain('\u001b');
    const handlers = () => ({ 'corpus.list': () => [], 'corpus.unreadable': () => [] });
    const empty = await run([], { environment, handlers });
    expect(empty.stdout).toMatchSnapshot();
  });

  test('gives one JSON line a text', async () => {
    const { lines } = await run(['--json']);
    expect(lines).toEqual(texts.map((text) => ({ type: 'text', ...text })));
  });

  test.each(languages)('says below the list what cannot be read, in %s', async (_, environment) => {
    const error = {
      code: 'corpus-changed' as const,
      message: 'It is not\u001b JSON.',
      details: {},
    };
    const handlers = () => ({
      'corpus.list': () => [],
      'corpus.unreadable': () => [{ id: 'bad', folder: '/library/corpora/bad', error }],
    });
    const { stdout, stderr, exitCode } = await run([], { environment, handlers });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(stderr).toMatchSnapshot();
    expect(stderr).not.toContain('\u001b');
    const { lines } = await run(['--json'], { environment, handlers });
    const { code, message } = error;
    expect(lines).toEqual([
      { type: 'unreadable', corpus: 'bad', folder: '/library/corpora/bad', code, message },
    ]);
  });

  test('finds a text by id, and by a name where that is enough', async () => {
    const several = await run(['show', 'Twin']);
    expect(several.exitCode).toBe(1);
    expect(several.stderr).toContain('text-3, text-4');
    const chinese = await run(['show', 'Twin'], { environment: inChinese });
    expect(chinese.stderr).toContain('请用编号：text-3, text-4');
    const { lines } = await run(['show', 'Nothing', '--json']);
    expect(lines).toMatchObject([{ type: 'error', code: 'corpus-not-found' }]);
  });
});

describe('texts show', () => {
  test.each(languages)('says all that is known of a text, in %s', async (_, environment) => {
    const { stdout } = await run(['show', 'Text'], { environment });
    expect(stdout).toMatchSnapshot();
  });

  test.each(languages)(
    'says what has leaked and what has changed, in %s',
    async (_, environment) => {
      const leaks = {
        documents: 1,
        paragraphs: 4,
        characters: 700,
        examples: [{ name: 'b.txt', characters: 500, opening: 'Twice told' }],
      };
      const states: SourceState[] = [
        { name: 'a.txt', state: 'changed' },
        { name: 'b.txt', state: 'missing' },
      ];
      const handlers: FakeHandlers = (emit) => ({
        ...library(emit),
        'corpus.sources': () => states,
        'corpus.splits': () => ({ ...splits, leaks }),
      });
      const { stdout } = await run(['show', 'text-1'], { handlers, environment });
      expect(stdout).toContain('charloom texts reread text-1');
      expect(
        stdout.split('\n').filter((line) => /a\.txt|b\.txt|clean/.test(line)),
      ).toMatchSnapshot();
    },
  );

  test('gives the same as one JSON line, divided as it is told', async () => {
    const typed = 'show text-1 --validation 0.2 --test 0.1 --json'.split(' ');
    const { lines, calls } = await run(typed);
    expect(lines).toMatchObject([
      { type: 'text', id: 'text-1', splits, sources: [{ state: 'same' }, { state: 'same' }] },
    ]);
    const asked = calls.find(({ method }) => method === 'corpus.splits');
    expect(asked?.request).toEqual({ corpus: 'text-1', validation: 0.2, test: 0.1 });
  });
});

describe('what changes texts', () => {
  test.each([
    [['rename', 'Text', 'Other'], 'corpus.rename', { corpus: 'text-1', name: 'Other' }],
    [['remove', 'Text', '--yes'], 'corpus.remove', { corpus: 'text-1' }],
    [['duplicate', 'Text'], 'corpus.duplicate', { corpus: 'text-1' }],
    [
      ['duplicate', 'Text', '--name', 'Copy'],
      'corpus.duplicate',
      { corpus: 'text-1', name: 'Copy' },
    ],
    [
      ['merge', 'text-4', 'Text', 'text-3'],
      'corpus.merge',
      { corpora: ['text-4', 'text-1', 'text-3'], operation: expect.any(String) as string },
    ],
    [
      ['merge', 'Text', 'text-2', '--name', 'All'],
      'corpus.merge',
      {
        ...{ corpora: ['text-1', 'text-2'], operation: expect.any(String) as string },
        name: 'All',
      },
    ],
  ])('asks for %j', async (typed, method, request) => {
    const { calls, exitCode } = await run(typed);
    expect(exitCode).toBe(0);
    expect(calls.at(-1)).toEqual({ method, request });
  });

  test('says what came of it', async () => {
    const json = async (...typed: string[]) => (await run([...typed, '--json'])).lines;
    expect(await json('rename', 'Text', 'Other')).toEqual([
      { type: 'renamed', corpus: 'text-1', name: 'Other' },
    ]);
    expect(await json('remove', 'Text')).toEqual([
      { type: 'removed', corpus: 'text-1', name: 'Text' },
    ]);
    expect(await json('duplicate', 'Text')).toMatchObject([{ type: 'text', id: 'text-5' }]);
    expect(await json('merge', 'Text', 'text-2')).toMatchObject([{ type: 'text', id: 'text-6' }]);
    const { stdout } = await run(['merge', 'Text', 'text-2']);
    expect(stdout).toBe(
      '“Merged” is in the library, 9,000 characters. Train on it: charloom train --corpus text-6\n',
    );
    const chinese = await run(['duplicate', 'Text'], { environment: inChinese });
    expect(chinese.stdout).toContain('用它训练：charloom train --corpus text-5');
  });

  test('asks a person before a text is deleted, and says that files stay', async () => {
    const refused = await run(['remove', 'Text'], { answer: '' });
    expect(refused.exitCode).toBe(130);
    expect(refused.calls.map(({ method }) => method)).not.toContain('corpus.remove');
    expect(refused.stderr).toContain('“Text” stays.');
    const agreed = await run(['remove', 'Text'], { answer: 'y' });
    expect(agreed.stdout).toContain('“Text” is deleted.');
  });
});

describe('texts reread', () => {
  test.each([
    ['English', {}, 'same as before', 'read again: 9,500 characters, before 9,000'],
    ['Chinese', inChinese, '内容没有变化', '已重新读取：9,500 个字符，之前是 9,000 个'],
  ])('says whether the text has changed, in %s', async (_, environment, alike, changed) => {
    expect((await run(['reread', 'Text'], { environment })).stdout).toContain(alike);
    const handlers: FakeHandlers = (emit) => ({
      ...library(emit),
      'corpus.reimport': () => ({ ...texts[0]!, hash: 'sha256:11', characters: 9_500 }),
    });
    const { stdout } = await run(['reread', 'Text'], { environment, handlers });
    expect(stdout).toContain(changed);
  });

  test('reads every source in another way where it is told to', async () => {
    const ask = async (...typed: string[]) =>
      (await run(['reread', 'Text', ...typed])).calls.at(-1)?.request;
    expect(await ask()).toEqual({ corpus: 'text-1', operation: expect.any(String) as string });
    expect(await ask('--clean', 'usual')).toMatchObject({ cleaning: { blanks: false } });
    const other = await ask('--encoding', 'big5');
    expect(other).toMatchObject({
      sources: [
        { kind: 'kept', corpus: 'text-1', source: 0, reading: { encoding: 'big5' } },
        { kind: 'kept', corpus: 'text-1', source: 1, reading: { encoding: 'big5' } },
      ],
    });
    expect(other).not.toHaveProperty('cleaning');
  });

  test('says at Ctrl-C that the text stays', async () => {
    const { exitCode, calls, stderr } = await run(['reread', 'Text'], {
      handlers: (emit) => ({ ...library(emit), 'corpus.reimport': () => new Promise(() => {}) }),
      interruptAt: { method: 'corpus.reimport', times: 1 },
    });
    expect(exitCode).toBe(130);
    expect(calls.at(-1)?.method).toBe('corpus.cancelImport');
    expect(stderr).toContain('“Text” stays as it was.');
  });
});

describe.each([
  ['reread', ['reread', 'Text'], 'corpus.reimport', 'Text'],
  ['merge', ['merge', 'Text', 'text-3'], 'corpus.merge', 'Text + Twin'],
] as const)('texts %s', (_, typed, method, title) => {
  test('is cancelled by Ctrl-C', async () => {
    const { exitCode, calls } = await run([...typed], {
      handlers: (emit) => ({ ...library(emit), [method]: () => new Promise(() => {}) }),
      interruptAt: { method, times: 1 },
    });
    expect(exitCode).toBe(130);
    const [asked, cancelled] = calls.slice(-2);
    expect(cancelled).toEqual({
      method: 'corpus.cancelImport',
      request: { operation: (asked?.request as { operation: string }).operation },
    });
  });

  test('shows how far it is', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...library(emit),
      [method]: ({ operation = '' }) => {
        emit('corpus.progress', { operation: 'another', doneBytes: 9, totalBytes: 10 });
        emit('corpus.progress', { operation, doneBytes: 3e6, totalBytes: 12e6 });
        return texts[0]!;
      },
    });
    const { stderr } = await run([...typed], { handlers, isTerminal: true });
    expect(stderr).toContain('█░');
    expect(stderr).toContain(`25.0%  Reading ${title} (12.0 MB)`);
    expect(stderr).not.toContain('90.0%');
  });
});

describe('--corpus', () => {
  test.each([
    ['train', 'training.start'],
    ['plan', 'training.plan'],
    ['presets', 'training.plan'],
  ])('lets %s take a kept text in place of files', async (command, method) => {
    const { calls, exitCode } = await runInFake([command, '--corpus', 'Text'], {
      handlers: library,
    });
    expect(exitCode).toBe(0);
    expect(calls.find((call) => call.method === method)?.request).toMatchObject({
      corpus: 'text-1',
    });
    expect(calls.map((call) => call.method)).not.toContain('corpus.import');
  });

  test('names a text that is there', async () => {
    const { stderr, exitCode } = await runInFake(['train', '--corpus', 'Nothing'], {
      handlers: library,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('There is no text "Nothing" in the library. See: charloom texts');
  });

  test('is not for a model that goes on', async () => {
    const { exitCode } = await runInFake(['train', '--resume', 'Text', '--corpus', 'Text']);
    expect(exitCode).toBe(2);
  });
});
