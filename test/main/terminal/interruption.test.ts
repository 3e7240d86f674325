// What a request to stop does to each kind of command.

import { describe, expect, test } from 'vitest';
import { runInFake, trainingEngine, type FakeHandlers } from './fake-terminal.ts';
import { textFile } from './text-file.ts';

describe('a request to stop', () => {
  const endless: FakeHandlers = (emit) => ({
    ...trainingEngine(emit),
    'training.start': () => {
      queueMicrotask(() => {
        emit('training.started', {
          run: 'run-1',
          model: 'model-1',
          name: 'Text',
          parameters: 1,
          vocabularySize: 3,
          characters: 9_000,
          replicas: 1,
          adjustments: [],
        });
        emit('training.progress', {
          run: 'run-1',
          step: 1,
          steps: 10,
          epoch: 0,
          loss: 3,
          smoothedLoss: 3,
          gradientNorm: 1,
          clippedShare: 0,
          layerGradientNorms: [1],
          learningRate: 1,
          charsPerSecond: 1,
          etaSeconds: 1,
          seconds: 1,
          memoryBytes: 1,
        });
      });
      return { run: 'run-1', model: 'model-1' };
    },
    'sampling.start': () => ({ sampling: 's', seed: 1, unknownCharacters: [] }),
  });

  test('ends a training with 130 and says how to go on', async () => {
    const path = await textFile('hello');
    const outcome = await runInFake(['train', path], {
      handlers: endless,
      interruptAt: { method: 'training.start', times: 1 },
    });
    expect(outcome.exitCode).toBe(130);
    expect(outcome.isClosed).toBe(true);
    expect(outcome.stderr).toContain('charloom train --resume model-1');
    expect(outcome.endedAtOnce).toBeNull();
  });

  test('puts nothing but the events before it on stdout with --json', async () => {
    const path = await textFile('hello');
    const { lines } = await runInFake(['train', path, '--json'], {
      handlers: endless,
      interruptAt: { method: 'training.start', times: 1 },
    });
    expect(lines.map(({ type }) => type)).toEqual(['started', 'progress']);
  });

  test('ends the process at once when it comes twice', async () => {
    const path = await textFile('hello');
    const { endedAtOnce } = await runInFake(['train', path], {
      handlers: endless,
      interruptAt: { method: 'training.start', times: 2 },
    });
    expect(endedAtOnce).toBe(130);
  });

  test('cancels an import', async () => {
    const path = await textFile('hello');
    const { exitCode, calls, stderr } = await runInFake(['train', path], {
      handlers: (emit) => ({
        ...endless(emit),
        'corpus.import': () => new Promise(() => undefined),
        'corpus.cancelImport': () => null,
      }),
      interruptAt: { method: 'corpus.import', times: 1 },
    });
    expect(exitCode).toBe(130);
    expect(calls.at(-1)?.method).toBe('corpus.cancelImport');
    expect(stderr).toContain('before anything was trained');
  });

  test('ends a text with 130', async () => {
    const { exitCode } = await runInFake(['sample', 'model-1'], {
      handlers: endless,
      interruptAt: { method: 'sampling.start', times: 1 },
    });
    expect(exitCode).toBe(130);
  });

  test('ends serving with 0', async () => {
    let isClosed = false;
    const outcome = await runInFake(['serve', '--port', '8123', '--no-open', '--json'], {
      serve: ({ port, open }) => ({
        url: `http://127.0.0.1:${port}/?token=abc&open=${open}`,
        close: async () => void (isClosed = true),
      }),
    });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.lines).toEqual([
      { type: 'serving', url: 'http://127.0.0.1:8123/?token=abc&open=false' },
    ]);
    expect(isClosed).toBe(true);
  });
});
