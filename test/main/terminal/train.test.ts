// What charloom train puts out, as JSON lines and in words, and which texts it takes.

import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultCleaning } from '../../../app/contract/cleaning.ts';
import type { CorpusDetails } from '../../../app/contract/corpus.ts';
import { EngineError } from '../../../app/contract/errors.ts';
import {
  corpusDetails,
  corpusSource,
  endedRun,
  runInFake,
  trainingEngine,
  type FakeHandlers,
} from './fake-terminal.ts';
import { testFolder, textFile } from './text-file.ts';

const done = {
  model: 'model-1',
  name: 'Text',
  reason: 'completed',
  bestValidationLoss: 1.5,
  seconds: 15,
  charsPerSecond: 40_000,
};

describe('train', () => {
  test('gives the lines of the design and nothing else with --json', async () => {
    const path = await textFile('hello');
    const outcome = await runInFake(['train', path, '--json'], { handlers: trainingEngine });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.lines).toEqual([
      {
        type: 'started',
        model: 'model-1',
        name: 'Text',
        parameters: 843_201,
        vocabularySize: 67,
        characters: 9_000,
        replicas: 2,
      },
      {
        type: 'progress',
        step: 5,
        steps: 10,
        epoch: 1,
        loss: 2.25,
        smoothedLoss: 2.31,
        gradientNorm: 0.5,
        clippedShare: 0.25,
        layerGradientNorms: [0.3, 0.4],
        charsPerSecond: 40_000,
        etaSeconds: 7.5,
      },
      { type: 'sample', text: 'the wh\u001b[31male' },
      {
        type: 'validation',
        epoch: 2,
        step: 10,
        loss: 1.5,
        bitsPerCharacter: 2.164,
        accuracy: 0.55,
        topFiveAccuracy: 0.85,
        optimisedLoss: null,
        seconds: 15,
      },
      { type: 'done', ...done },
    ]);
    expect(outcome.stderr).toContain('batch size is 8 instead of 32');
    expect(outcome.isClosed).toBe(true);
  });

  test('tells a person the same in words', async () => {
    const path = await textFile('hello');
    const { stdout } = await runInFake(['train', path], { handlers: trainingEngine });
    expect(stdout).toMatchSnapshot();
  });

  test('tells it in Chinese where the locale does', async () => {
    const path = await textFile('hello');
    const { stdout, stderr } = await runInFake(['train', path], {
      handlers: trainingEngine,
      environment: { LC_ALL: 'zh_CN.UTF-8' },
    });
    expect(stdout + stderr).toMatchSnapshot();
  });

  test('keeps text of others from steering the terminal', async () => {
    const path = await textFile('hello');
    const { stdout } = await runInFake(['train', path], { handlers: trainingEngine });
    expect(stdout).not.toContain('\u001b');
  });

  test('shows a progress line on a terminal, as wide as that allows', async () => {
    const path = await textFile('hello');
    const options = { handlers: trainingEngine, isTerminal: true };
    const wide = await runInFake(['train', path], { ...options, columns: 140 });
    expect(wide.stderr).toContain(
      '████████████████████░░░░░░░░░░░░░░░░░░░░  50.0%  epoch 1  loss 2.3100  0:08 left  ' +
        '40,000 characters/s  gradient 0.5',
    );
    const unknown = await runInFake(['train', path], { ...options, columns: 0 });
    expect(unknown.stderr).toContain('50.0%  epoch 1  loss 2.3100  0:08 left');
    const narrow = await runInFake(['train', path], { ...options, columns: 30 });
    expect(narrow.stderr).toContain('50.0%  epoch 1  loss 2.3100 …');
    expect(narrow.stderr).not.toContain('█');
  });

  test('shows a run without an end by its time, not by a share that nobody knows', async () => {
    const path = await textFile('hello');
    const typed = ['train', path, '--until-converged'];
    const { stderr } = await runInFake(typed, {
      handlers: trainingEngine,
      isTerminal: true,
      columns: 140,
    });
    expect(stderr).toContain('0:08  epoch 1  loss 2.3100  40,000 characters/s');
    expect(stderr).not.toContain('left');
    expect(stderr).not.toContain('█');
  });

  test('shows no progress line where nobody looks', async () => {
    const path = await textFile('hello');
    const { stderr } = await runInFake(['train', path], { handlers: trainingEngine });
    expect(stderr).not.toContain('50.0%');
  });

  test('imports a text once', async () => {
    const path = await textFile('hello');
    const hash = `sha256:${createHash('sha256').update('hello').digest('hex')}`;
    const other = corpusSource('a', { hash: 'sha256:11' });
    const undecodable = corpusSource('a', { hash, undecodable: 3 });
    const known: Record<string, CorpusDetails> = {
      other: corpusDetails('other', [other]),
      damaged: corpusDetails('damaged', [undecodable]),
      cleaned: corpusDetails('cleaned', [corpusSource('a', { hash })]),
      known: {
        ...corpusDetails('known', [corpusSource('a', { hash })]),
        cleaning: defaultCleaning,
      },
    };
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'corpus.list': () => Object.values(known),
      'corpus.show': ({ corpus }) => known[corpus]!,
    });
    const imports = async (...options: string[]) => {
      const { calls } = await runInFake(['train', path, ...options], { handlers });
      const started = calls.find(({ method }) => method === 'training.start');
      const isImported = calls.some(({ method }) => method === 'corpus.import');
      return isImported ? 'imports it' : (started?.request as { corpus: string }).corpus;
    };
    expect(await imports()).toBe('known');
    expect(await imports('--clean', 'blanks', '--remove-characters', '0-9')).toBe('cleaned');
    expect(await imports('--skip-undecodable', '--encoding', 'utf-8')).toBe('known');
    expect(await imports('--encoding', 'gb18030')).toBe('imports it');
    expect(await imports('--field', 'text')).toBe('imports it');
    expect(await imports('--clean', 'controls')).toBe('imports it');
  });

  test('takes the text files of a folder, in order', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'b'));
    await mkdir(join(folder, '.git'));
    for (const name of ['c.txt', 'a.md', 'b/1.TXT', 'picture.png', '.hidden.txt', '.git/x.txt']) {
      await writeFile(join(folder, name), 'text');
    }
    const { granted } = await runInFake(['train', folder], { handlers: trainingEngine });
    expect(granted.map(({ name }) => name)).toEqual(['a.md', join('b', '1.TXT'), 'c.txt']);
  });

  test('says which path is not there', async () => {
    const { exitCode, lines } = await runInFake(['train', 'no/such.txt', '--json']);
    expect(exitCode).toBe(1);
    expect(lines).toMatchObject([{ type: 'error', code: 'corpus-unreadable' }]);
    expect(lines[0]?.['message']).toContain('no/such.txt');
  });

  test('says that a folder holds no text', async () => {
    const { exitCode, stderr } = await runInFake(['train', await testFolder()]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('holds no text files');
  });

  test('says where to find all files that cannot be read, where there may be more than one', async () => {
    const folder = await testFolder();
    for (const name of ['a.epub', 'b.epub']) await writeFile(join(folder, name), name);
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'corpus.import': () => {
        const details = { name: 'a.epub', what: 'cut off' };
        throw new EngineError('corpus-damaged', '"a.epub" is damaged.', { details });
      },
    });
    const several = await runInFake(['train', folder], { handlers });
    expect(several.exitCode).toBe(1);
    expect(several.stderr).toMatch(/^"a\.epub" is damaged\.\n.*charloom corpus, .*\n$/m);
    const environment = { LANG: 'zh_CN.UTF-8' };
    const inChinese = await runInFake(['train', folder], { handlers, environment });
    expect(inChinese.stderr).toMatch(/^“a\.epub”已损坏.*\n.*charloom corpus .*\n$/m);
    const alone = await runInFake(['train', join(folder, 'a.epub')], { handlers });
    expect(alone.stderr).not.toContain('charloom corpus');
  });

  test('ends with the error of a run that fails', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.start': () => {
        queueMicrotask(() =>
          emit('training.ended', {
            ...endedRun,
            reason: 'failed',
            error: { code: 'training-not-finite', message: 'Not finite at step 7.', details: {} },
          }),
        );
        return { run: 'run-1', model: 'model-1' };
      },
    });
    const path = await textFile('hello');
    const { exitCode, lines } = await runInFake(['train', path, '--json'], { handlers });
    expect(exitCode).toBe(1);
    expect(lines).toEqual([
      { type: 'error', code: 'training-not-finite', message: 'Not finite at step 7.' },
    ]);
  });

  test('goes on after a restart of the engine, with the run under its new name', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.start': () => {
        queueMicrotask(() => {
          void trainingEngine(emit)['training.continue']?.({ model: 'model-1' });
          emit('engine.restarted', { crashed: 'it was ended by SIGKILL' });
        });
        return { run: 'run-before', model: 'model-1' };
      },
      'training.runs': () => [{ model: 'model-1' } as never],
    });
    const path = await textFile('hello');
    const { exitCode, lines, stderr } = await runInFake(['train', path, '--json'], { handlers });
    expect(exitCode).toBe(0);
    expect(lines.map(({ type }) => type)).toEqual([
      'started',
      'progress',
      'sample',
      'validation',
      'done',
    ]);
    expect(stderr).toContain('started again');
  });

  test('fails where a restarted engine does not go on', async () => {
    const handlers: FakeHandlers = (emit) => ({
      ...trainingEngine(emit),
      'training.start': () => {
        queueMicrotask(() => emit('engine.restarted', { crashed: 'it was ended by SIGKILL' }));
        return { run: 'run-1', model: 'model-1' };
      },
      'training.runs': () => [],
    });
    const path = await textFile('hello');
    const { exitCode, stderr } = await runInFake(['train', path], { handlers });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--resume');
  });
});
