// Damaged and hostile inputs, ten thousand of them, and a line of a gigabyte: each becomes a right corpus or a clear
// error, within time and memory; corpora that were copied and merged afterwards can be trained on.
// CHARLOOM_TEST_DAMAGED=2000-4000 reads a part of the inputs.

import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleDamaged, goldenFolderIn } from '../corpus/damaged/damaged-scripts.ts';
import { readLargeLine } from '../corpus/damaged/large-line.ts';
import { runDamaged, type DamagedFigures } from '../corpus/damaged/run-damaged.ts';
import type { LongCheck } from './check.ts';
import { hold } from './check-failed.mjs';
import { withRealEngine, type EngineScripts } from './real-engine.ts';

const allInputs = 10_000;
/** For a preview and for an import of one input, on a machine that may do other things. */
const limitMs = 5000;
/** Of the process that has read them all: what it needs for a few of them, and no more with each. */
const residentAtMost = 600e6;

const lineBytes = 1e9;
const linePeakAtMost = 400e6;
const lineSecondsAtMost = 240;

/** Of what is wrong, as much as a person reads at once. */
const faultsTold = 20;

const recipe = { batchSize: 2, sequenceLength: 4, epochs: 1, validation: 0.2, replicas: 1 };
const configuration = { layers: [8], embedding: 4 };

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** The check, over the product's own bundles. */
export function damagedInputs(scriptsOf: (repository: string) => EngineScripts): LongCheck {
  return {
    name: 'damaged',
    shows: '10,000 damaged and hostile inputs give a right corpus or a clear error each',

    async run({ context: { repository }, folder, say }) {
      const scripts = scriptsOf(repository);
      const bundles = await bundleDamaged(bundleOptions(repository, scripts));
      const goldenFolder = goldenFolderIn(repository);
      const { first, end } = rangeOf(process.env['CHARLOOM_TEST_DAMAGED']);
      const startedMs = performance.now();
      const onRead = ({ number }: { number: number }) => {
        if (number % 100 === 0) say(`input ${number} of ${first} to ${end}`);
      };
      const options = { scripts: bundles, goldenFolder, folder, first, end, limitMs, onRead };
      const figures = await runDamaged(options);
      const seconds = (performance.now() - startedMs) / 1000;
      holdFaultless(figures.faults);
      hold(
        figures.lastBytes < residentAtMost,
        `at the end ${megabytes(figures.lastBytes)} are resident`,
      );
      say('training on what was copied and merged');
      const trained = await trainOnLast(scripts, folder, figures);
      return {
        summary: `${figures.inputs} inputs in ${seconds.toFixed(0)} s, no crash, nothing left behind`,
        figures: [
          [...figures.results].map(([result, count]) => `${result} ${count}`).join(', '),
          `slowest ${Math.round(figures.slowest.ms)} ms (${figures.slowest.number}: ${figures.slowest.label})`,
          `resident memory ${megabytes(figures.peakBytes)} at its most, ${megabytes(figures.lastBytes)} at the end`,
          `trained on ${trained} of the corpora that were copied and merged`,
        ],
      };
    },
  };
}

/** The check, over the product's own bundles. */
export function largeLine(scriptsOf: (repository: string) => EngineScripts): LongCheck {
  return {
    name: 'large-line',
    shows: 'a line of 1 GB becomes a corpus or a clear error in less than 400 MB of memory',

    async run({ context: { repository }, folder, say }) {
      const scripts = await bundleDamaged(bundleOptions(repository, scriptsOf(repository)));
      const options = { scripts, folder, sizeBytes: lineBytes, onCase: say };
      const { figures, faults } = await readLargeLine(options);
      for (const { name, importMs, peakBytes } of figures) {
        if (peakBytes > linePeakAtMost) faults.push(`${name} takes ${megabytes(peakBytes)}`);
        if (importMs > 1000 * lineSecondsAtMost) faults.push(`${name} takes ${importMs} ms`);
      }
      holdFaultless(faults);
      const peak = Math.max(...figures.map(({ peakBytes }) => peakBytes));
      return {
        summary: `${figures.length} times a line of up to ${megabytes(lineBytes)}, peak ${megabytes(peak)}`,
        figures: figures.map(({ name, result, previewMs, importMs, peakBytes }) => {
          const times = `preview ${(previewMs / 1000).toFixed(1)} s, import ${(importMs / 1000).toFixed(1)} s`;
          return `${name}: ${result}, ${times}, peak ${megabytes(peakBytes)}`;
        }),
      };
    },
  };
}

function bundleOptions(repository: string, { readingScript }: EngineScripts) {
  const folder = join(repository, 'out', 'test', 'damaged');
  return { repository, folder, reading: readingScript };
}

function rangeOf(wanted: string | undefined): { first: number; end: number } {
  const [first = 0, end = allInputs] = wanted?.split('-').map(Number) ?? [];
  hold(first < end, `CHARLOOM_TEST_DAMAGED is ${wanted}, expected numbers as in 0-${allInputs}`);
  return { first, end };
}

function holdFaultless(faults: readonly string[]): void {
  const more = faults.length > faultsTold ? `\nand ${faults.length - faultsTold} more` : '';
  hold(faults.length === 0, faults.slice(0, faultsTold).join('\n') + more);
}

/** Trains on the corpora that stayed; how many they are. */
async function trainOnLast(
  scripts: EngineScripts,
  folder: string,
  { home, corpora }: DamagedFigures,
): Promise<number> {
  const workplace = { home, temporary: join(folder, 'engine-temporary'), mark: randomUUID() };
  await mkdir(workplace.temporary);
  return withRealEngine(scripts, workplace, {}, async ({ client, next }) => {
    // The last ones are a copy and all together.
    for (const corpus of corpora.slice(-3)) {
      const ended = next('training.ended');
      await client.call('training.start', { corpus, configuration, recipe });
      const { reason } = await ended;
      hold(reason === 'completed', `training on ${corpus} ends with ${reason}`);
    }
    return corpora.slice(-3).length;
  });
}
