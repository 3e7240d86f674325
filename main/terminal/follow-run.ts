// Starts a run and follows its events to the end, also across a restart of the engine.
// Knows what events mean for a run's life, not how they are shown.

import type { EngineEvents } from '../../app/contract/engine.ts';
import { EngineError, fromWireError } from '../../app/contract/errors.ts';
import type { TrainingEnded } from '../../app/contract/training.ts';
import type { TerminalEngine } from './surroundings.ts';

/** What is done with the events of one run, each in order. */
export interface RunListener {
  started(event: EngineEvents['training.started']): void;
  progress(event: EngineEvents['training.progress']): void;
  validation(event: EngineEvents['training.validation']): void;
  sample(event: EngineEvents['training.sample']): void;
  notice(event: EngineEvents['training.notice']): void;
  restarted(): void;
}

/** Follows the run that `start` begins; returns how it ended, throws where it failed. */
export function followRun(
  { client }: TerminalEngine,
  listener: RunListener,
  start: () => Promise<{ run: string; model: string }>,
): Promise<TrainingEnded> {
  return new Promise((resolve, reject) => {
    let model: string | null = null;
    const runs = new Set<string>();
    // Events may come before the reply that says which run is ours.
    let early: (() => void)[] | null = [];
    const hear = <Name extends keyof EngineEvents>(
      name: Name,
      handle: (event: EngineEvents[Name]) => void,
    ) => {
      client.on(name, (event) => (early ? early.push(() => handle(event)) : handle(event)));
    };
    const ours =
      <Event extends { run: string }>(handle: (event: Event) => void) =>
      (event: Event) => {
        if (runs.has(event.run)) handle(event);
      };

    hear('training.started', (event) => {
      if (event.model !== model) return;
      runs.add(event.run); // after a restart the run has a new name
      listener.started(event);
    });
    hear(
      'training.progress',
      ours((event) => listener.progress(event)),
    );
    hear(
      'training.validation',
      ours((event) => listener.validation(event)),
    );
    hear(
      'training.sample',
      ours((event) => listener.sample(event)),
    );
    hear(
      'training.notice',
      ours((event) => listener.notice(event)),
    );
    hear('training.ended', (event) => {
      if (event.model !== model) return;
      if (event.reason === 'failed') reject(failureOf(event));
      else resolve(event);
    });
    hear('engine.restarted', ({ crashed }) => {
      listener.restarted();
      client.call('training.runs').then((status) => {
        if (status.every((run) => run.model !== model)) reject(notContinued(crashed));
      }, reject);
    });
    hear('engine.lost', ({ message }) => reject(new EngineError('engine-lost', message)));

    start().then((begun) => {
      model = begun.model;
      runs.add(begun.run);
      const waiting = early ?? [];
      early = null;
      for (const handle of waiting) handle();
    }, reject);
  });
}

function failureOf({ error }: TrainingEnded): EngineError {
  if (error) return fromWireError(error);
  return new EngineError('training-failed', 'Training ended without a result. Try again.');
}

function notContinued(crashed: string): EngineError {
  return new EngineError(
    'engine-lost',
    `The engine ended unexpectedly (${crashed}) and the training could not be continued by itself. ` +
      'Go on from the last checkpoint with: charloom train --resume MODEL',
  );
}
