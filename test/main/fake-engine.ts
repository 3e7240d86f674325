// Stands in for app/engine.ts in tests of main: a few methods with scripted ways to misbehave, no TensorFlow.
// What it did that outlives it, it writes into its home.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../../app/contract/errors.ts';

interface FakeRun {
  run: string;
  model: string;
  state: string;
  queuePosition: number;
}

export function createEngine(options: { home: string; log(line: string): void }) {
  const note = (line: string) => appendFileSync(join(options.home, 'notes'), `${line}\n`);
  if (options.home.includes('locked')) {
    throw new EngineError('library-locked', 'Another Charloom holds this library. Close it.');
  }
  if (options.home.includes('stillborn')) process.kill(process.pid, 'SIGKILL');

  const listeners: ((event: string, payload: unknown) => void)[] = [];
  const emit = (event: string, payload: unknown) => {
    for (const listener of listeners) listener(event, payload);
  };
  const grants = new Map<string, { path: string; isTemporary?: boolean }>();
  const runs: FakeRun[] = [];
  const begin = (model: string) => {
    const run = { run: `run-of-${model}`, model, state: 'running', queuePosition: 0 };
    runs.push(run);
    emit('training.started', run);
    return run;
  };

  const misbehave: Record<string, () => unknown> = {
    silent: () => new Promise(() => undefined),
    killed: () => process.kill(process.pid, 'SIGKILL'),
    bug: () =>
      void setTimeout(() => {
        throw new Error('a bug in the engine');
      }, 0),
    busy: () => {
      for (;;);
    },
    expected: () => {
      throw new EngineError('model-not-found', 'There is no such model.', {
        details: { model: 'x' },
      });
    },
    unexpected: () => {
      throw new TypeError('undefined is not a model');
    },
  };

  return Promise.resolve({
    handlers: {
      'engine.about': () => ({ engineProcess: process.pid, environment: environment() }),
      'model.show': ({ model }: { model: string }) => misbehave[model]?.() ?? { id: model },
      'corpus.show': ({ corpus }: { corpus: string }) => {
        const opened = grants.get(corpus);
        if (opened === undefined) throw new EngineError('file-not-granted', 'Not granted.');
        return { id: opened.path, isTemporary: opened.isTemporary };
      },
      'corpus.import': ({ sources }: { sources: { text: string }[] }) => ({
        id: 'echo',
        name: sources[0]?.text,
      }),
      'training.start': ({ corpus }: { corpus: string }) => begin(corpus),
      'training.continue': ({ model }: { model: string }) => {
        note(`continued ${model}`);
        return begin(model);
      },
      'training.pause': ({ run }: { run: string }) => {
        for (const each of runs) if (each.run === run) each.state = 'paused';
        emit('training.state', { run, state: 'paused' });
      },
      'training.runs': () => runs,
    },
    hostHandlers: {
      'host.grant': (request: { path: string; isTemporary?: boolean; grant?: string }) => {
        const grant = request.grant ?? `grant-${grants.size + 1}`;
        grants.set(grant, request);
        return { grant };
      },
      'host.revoke': ({ grant }: { grant: string }) => void grants.delete(grant),
      'host.prepareExit': () => note('prepared'),
      'host.ping': () => null,
    },
    onEvent(listener: (event: string, payload: unknown) => void) {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
    close: () => Promise.resolve(note('closed')),
  });
}

function environment() {
  const { TF_NUM_INTRAOP_THREADS, TF_NUM_INTEROP_THREADS, ELECTRON_RUN_AS_NODE } = process.env;
  return { TF_NUM_INTRAOP_THREADS, TF_NUM_INTEROP_THREADS, ELECTRON_RUN_AS_NODE };
}
