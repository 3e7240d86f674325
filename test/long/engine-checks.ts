// The longer proofs that drive the engine, bundled into one script: what each is called, how long it goes on
// and what it prints.

import { join } from 'node:path';
import type { Context } from '../../build/setup/context.mjs';
import { matchBrackets } from './brackets.ts';
import type { LongCheck } from './check.ts';
import { hold } from './check-failed.mjs';
import { damagedInputs, largeLine } from './damaged.ts';
import { killAndGoOn } from './kills.ts';
import { measureMemory } from './memory.ts';
import type { EngineScripts } from './real-engine.ts';
import { soak } from './soak.ts';
import { startAndStop } from './starts.ts';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const scriptsIn = (repository: string): EngineScripts => ({
  engineScript: join(repository, 'out', 'engine-process.js'),
  replicaScript: join(repository, 'out', 'replica.js'),
  countingScript: join(repository, 'out', 'counting.js'),
  readingScript: join(repository, 'out', 'reading.js'),
});

const scriptsOf = ({ repository }: Context): EngineScripts => scriptsIn(repository);

const starts: LongCheck = {
  name: 'starts',
  shows: '30 starts and stops with two replicas leave nothing behind',

  async run({ context, folder, say }) {
    const rounds = 30;
    const processes = 30;
    const scripts = scriptsOf(context);
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

  async run({ context, folder, say }) {
    const rounds = 24;
    const figures = await killAndGoOn({ scripts: scriptsOf(context), folder, rounds, say });
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

const memory: LongCheck = {
  name: 'memory-100mb',
  shows: 'a text of 100 MB is imported and trained on in less than 1 GB of memory',

  async run({ context, folder, say }) {
    const { repository } = context;
    const options = { repository, folder, sizeBytes: 100e6, minutes: 1, say };
    const figures = await measureMemory(options);
    const { importPeakBytes, trainingPeakBytes } = figures;
    const peak = Math.max(importPeakBytes, trainingPeakBytes);
    const lines = [
      `import: ${figures.importSeconds.toFixed(1)} s, peak ${megabytes(importPeakBytes)}; first step ${figures.firstStepSeconds.toFixed(1)} s later`,
      `training: ${figures.steps} steps, ${Math.round(figures.charsPerSecond)} characters/s, peak ${megabytes(trainingPeakBytes)}`,
      `validation loss ${figures.bestValidationLoss.toFixed(3)}`,
    ];
    hold(peak < 1e9, `the engine process took ${megabytes(peak)} (${lines.join('; ')})`);
    return { summary: `the engine process took ${megabytes(peak)} at most`, figures: lines };
  },
};

/** Over the whole run: what allocators leave lying about. One leaked kilobyte a step would be 20 MB. */
const driftBytes = 10e6;

const soaking: LongCheck = {
  name: 'soak',
  shows: '20,000 steps leave no tensor and no memory behind',

  async run({ context, folder, say }) {
    const { repository } = context;
    const { engineScript } = scriptsOf(context);
    const figures = await soak({ engineScript, repository, folder, steps: 20_000, say });
    const drift = (figures.bytesPerThousandSteps * figures.steps) / 1000;
    const slope = `${(figures.bytesPerThousandSteps / 1e3).toFixed(0)} kB in a thousand steps`;
    hold(drift < driftBytes, `memory grows by ${slope} after the warm-up`);
    return {
      summary: `${figures.steps} steps in ${figures.seconds.toFixed(0)} s leave no tensor and no memory behind`,
      figures: [
        ...figures.liveTensors.map(
          ({ warm, last }, replica) =>
            `replica ${replica}: ${warm} tensors alive after the warm-up, ${last} at the end`,
        ),
        `resident memory ${megabytes(figures.warmBytes)} after the warm-up, ${megabytes(figures.lastBytes)} at the end, slope ${slope}`,
      ],
    };
  },
};

/** What LSTM and GRU must each be better by than the simple RNN, and how far parameters may differ. */
const leastGain = 0.1;
const mostDifference = 0.05;

const brackets: LongCheck = {
  name: 'brackets',
  shows: 'LSTM and GRU match brackets at a distance of 60 and more, the simple RNN does not',

  async run({ context, folder, say }) {
    const options = { scripts: scriptsOf(context), folder, seeds: [1, 2, 3, 4, 5], say };
    const figures = await matchBrackets(options);
    const percent = (share: number): string => (100 * share).toFixed(1);
    const lines = figures.map(
      ({ cell, parameters, learningRate, accuracies, mean }) =>
        `${cell}: ${percent(mean)} % (${accuracies.map(percent).join(', ')}), ${parameters} parameters, learning rate ${learningRate}`,
    );
    const counts = figures.map(({ parameters }) => parameters);
    const isFair = Math.max(...counts) <= (1 + mostDifference) * Math.min(...counts);
    hold(isFair, `the networks are not of one size: ${lines.join('; ')}`);
    const meanOf = (cell: string) => figures.find((each) => each.cell === cell)?.mean ?? NaN;
    const gain = Math.min(meanOf('lstm'), meanOf('gru')) - meanOf('rnn');
    hold(gain >= leastGain, `gates gain ${percent(gain)} points: ${lines.join('; ')}`);
    return { summary: `gates gain at least ${percent(gain)} points`, figures: lines };
  },
};

export const engineChecks: LongCheck[] = [
  ...[starts, kills, memory, soaking, brackets],
  ...[damagedInputs(scriptsIn), largeLine(scriptsIn)],
];
