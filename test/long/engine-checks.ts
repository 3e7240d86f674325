// The longer proofs that drive the engine, bundled into one script: what each is called, how long it goes on
// and what it prints.

import { join } from 'node:path';
import type { LongCheck, Surroundings } from './check.ts';
import { hold } from './check-failed.mjs';
import { killAndGoOn } from './kills.ts';
import type { EngineScripts } from './real-engine.ts';
import { startAndStop } from './starts.ts';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const scriptsOf = ({ context }: Surroundings): EngineScripts => ({
  engineScript: join(context.repository, 'out', 'engine-process.js'),
  replicaScript: join(context.repository, 'out', 'replica.js'),
});

const starts: LongCheck = {
  name: 'starts',
  shows: '30 starts and stops with two replicas leave nothing behind',

  async run(surroundings) {
    const { folder, say } = surroundings;
    const rounds = 30;
    const processes = 30;
    const scripts = scriptsOf(surroundings);
    const figures = await startAndStop({ scripts, folder, rounds, processes, say });
    return {
      summary: `${rounds} starts and stops in one process and ${processes} in as many, no crash`,
      figures: [
        `resident memory after the first ${megabytes(figures.firstBytes)}, after the last ${megabytes(figures.lastBytes)}`,
        'no process, no temporary file and no stray file in the library is left',
      ],
    };
  },
};

const kills: LongCheck = {
  name: 'kills',
  shows: 'a run goes on bit for bit after kill -9, also in mid-checkpoint',

  async run(surroundings) {
    const { folder, say } = surroundings;
    const rounds = 24;
    const figures = await killAndGoOn({ scripts: scriptsOf(surroundings), folder, rounds, say });
    const enough = rounds / 6;
    hold(
      figures.inMidCheckpoint >= enough,
      `only ${figures.inMidCheckpoint} kills came in mid-checkpoint, of at least ${enough}`,
    );
    return {
      summary: `killed ${rounds} times, and the same end bit for bit after ${figures.steps} steps`,
      figures: [
        `${figures.inMidCheckpoint} kills left a checkpoint half written, ${figures.beforeAny} came before the first checkpoint`,
        `${figures.compared} progress events over ${figures.comparedSteps} steps equal the uninterrupted run's, ${figures.replayedSteps} steps were done again`,
        'each time the best weights and a checkpoint could be read; at the end nothing unfinished is left',
      ],
    };
  },
};

export const engineChecks: LongCheck[] = [starts, kills];
