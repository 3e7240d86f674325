// Training is started and stopped again and again, at whatever moment, with two replicas: in one engine
// process, and in a new process each time, where the native library is loaded anew.

import type { EngineEvents } from '../../app/contract/engine.ts';
import { hold } from './check-failed.mjs';
import { holdNothingIsLeft } from './leftovers.ts';
import {
  createWorkplace,
  smallText,
  withRealEngine,
  type EngineScripts,
  type RealEngine,
} from './real-engine.ts';

export interface StartsOptions {
  scripts: EngineScripts;
  folder: string;
  /** Starts and stops in one process. */
  rounds: number;
  /** Processes that are started for one run each and closed while it goes on. */
  processes: number;
  say?: (text: string) => void;
}

export interface StartsFigures {
  /** Resident memory after the first and after the last round, in bytes. */
  firstBytes: number;
  lastBytes: number;
}

/** When a run is stopped: at once, when its replicas are ready, or when it has trained a little. */
const moments = ['at once', 'when started', 'in mid-run'] as const;

const request = {
  configuration: { layers: [24, 20], embedding: 12 },
  recipe: { batchSize: 8, sequenceLength: 24, epochs: 10_000, replicas: 2 },
};

/** Goes through all rounds; throws at the first crash, and where anything is left behind. */
export async function startAndStop(options: StartsOptions): Promise<StartsFigures> {
  const { scripts, folder, rounds, processes, say = () => undefined } = options;
  const workplace = await createWorkplace(folder);

  say(`${rounds} rounds in one process`);
  const { corpus, ...figures } = await withRealEngine(scripts, workplace, {}, (engine) =>
    goRound(engine, rounds),
  );
  say(`${processes} processes, one after the other`);
  for (let round = 0; round < processes; round++) {
    await withRealEngine(scripts, workplace, {}, async (engine) => {
      const first = engine.next('training.progress');
      await engine.client.call('training.start', { corpus, ...request });
      await first;
      await closeWell(engine);
    });
  }
  holdNothingIsLeft(workplace);
  return figures;
}

async function goRound(
  engine: RealEngine,
  rounds: number,
): Promise<StartsFigures & { corpus: string }> {
  const { id: corpus } = await engine.client.call('corpus.import', {
    sources: [{ kind: 'text', name: 'a small world', text: smallText(1500) }],
  });
  const figures = { corpus, firstBytes: 0, lastBytes: 0 };
  const processId = engine.host.processId;
  for (let round = 0; round < rounds; round++) {
    const moment = moments[(round + 1) % moments.length] ?? 'at once';
    const progress = await trainAndStop(engine, corpus, moment);
    hold(engine.host.processId === processId, lastWords(engine, `round ${round + 1}`));
    if (progress === null) continue;
    figures.firstBytes ||= progress.memoryBytes;
    figures.lastBytes = progress.memoryBytes;
  }
  await closeWell(engine);
  return figures;
}

/** One run; returns its last progress, or null where it was stopped before there was any. */
async function trainAndStop(
  engine: RealEngine,
  corpus: string,
  moment: (typeof moments)[number],
): Promise<EngineEvents['training.progress'] | null> {
  const { client } = engine;
  const started = engine.next('training.started');
  const first = engine.next('training.progress');
  const ended = engine.next('training.ended');
  const { run, model } = await client.call('training.start', { corpus, ...request });
  if (moment === 'when started') await started;
  const progress = moment === 'in mid-run' ? await first : null;
  await client.call('training.stop', { run });
  const { reason } = await ended;
  hold(reason === 'stopped', `a run that was stopped ${moment} ended as "${reason}"`);
  // The events that were not waited for have come by now, or are not to come into the next round.
  await Promise.all([started, first]);
  const written = engine.next('sampling.ended');
  await client.call('sampling.start', { model, prompt: 'the ', options: { length: 5, seed: 1 } });
  const { error } = await written;
  hold(error === null, `a run that was stopped ${moment} left no weights: ${error?.message}`);
  return progress;
}

async function closeWell(engine: RealEngine): Promise<void> {
  await engine.close();
  hold(
    engine.log.some((line) => line.includes('ended with code 0')),
    lastWords(engine, 'closing'),
  );
}

function lastWords({ log }: RealEngine, when: string): string {
  return `the engine crashed (${when}); its last words:\n${log.slice(-20).join('\n')}`;
}
