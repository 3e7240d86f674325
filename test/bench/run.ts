// `npm run bench -- [row…] [--data FILE] [--minutes N,…] [--characters N] [--megabytes N] [--json]`: measures the rows
// that are named, else all that are short; `steps` names all step rows at once, `presets` all named set-ups. With --side
// it is one side of a row, asked by the process that measures; as a worker thread it is one replica whose meetings with
// others are measured.

import { isMainThread } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import {
  describeMachine,
  meanRatio,
  toJsonLine,
  toOwnTable,
  toTable,
  toText,
  type Row,
} from './row.ts';
import { measureCounting } from './rows/counting.ts';
import { measureImport } from './rows/import.ts';
import { measureMemory } from './rows/memory.ts';
import { measurePreset, presetRows } from './rows/presets.ts';
import { measureQuality } from './rows/quality.ts';
import { measureReplicas } from './rows/replicas.ts';
import { measureChineseSampling, measureSampling } from './rows/sample.ts';
import { measureScaling } from './rows/scaling.ts';
import { measureStart } from './rows/start.ts';
import { measureStepLayers } from './rows/step-layers.ts';
import {
  arithmeticRows,
  averagedRows,
  measureArithmetic,
  measureStep,
  stepRows,
} from './rows/steps.ts';
import { measureTiming } from './rows/timing.ts';
import { measureWholeRuns } from './rows/whole-runs.ts';
import { playCounting } from './sides/counting.ts';
import { playCosts, playReplica } from './sides/costs.ts';
import { playImport } from './sides/import.ts';
import { playMatMul } from './sides/mat-mul.ts';
import { playSampling } from './sides/sampling.ts';
import { playSteps } from './sides/steps.ts';
import { findVersions } from './versions.ts';

interface Options {
  data: string | null;
  minutes: number[] | null;
  characters: number | null;
  megabytes: number | null;
}

type Measure = (options: Options) => Promise<Row | Row[]>;

/** Everything that `steps` stands for. */
const steps: Record<string, Measure> = {
  ...Object.fromEntries(stepRows.map((row) => [row.row, () => measureStep(row)])),
  ...Object.fromEntries(arithmeticRows.map((row) => [row.row, () => measureArithmetic(row)])),
};

/** Everything that `presets` stands for. */
const presets: Record<string, Measure> = Object.fromEntries(
  presetRows.map((row) => [row.row, (options) => measurePreset(row, options)]),
);

/** Names that stand for several rows. */
const groups: Record<string, string[]> = {
  steps: Object.keys(steps),
  presets: Object.keys(presets),
};

/** Rows that run when none is named. */
const shortRows: Record<string, Measure> = {
  ...steps,
  'step-layers': measureStepLayers,
  'sample-2x256': measureSampling,
  'sample-chinese': measureChineseSampling,
  replicas: measureReplicas,
  scaling: measureScaling,
  start: measureStart,
  import: ({ megabytes }) => measureImport(megabytes),
  counting: ({ data }) => measureCounting(data),
};

/** Rows that take minutes and run only when named. */
const longRows: Record<string, Measure> = {
  'quality-3': ({ data }) => measureQuality(3, data),
  'quality-12': ({ data }) => measureQuality(12, data),
  'quality-30': ({ data }) => measureQuality(30, data),
  timing: ({ data, minutes }) => measureTiming(minutes ?? [1, 3, 12], data),
  'whole-runs': ({ data }) => measureWholeRuns(data),
  'memory-1gb': measureMemory,
  ...presets,
};

const rows = { ...shortRows, ...longRows };

const sides: Record<string, () => Promise<void>> = {
  steps: playSteps,
  sampling: playSampling,
  'mat-mul': playMatMul,
  costs: playCosts,
  import: playImport,
  counting: playCounting,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
      minutes: { type: 'string' },
      characters: { type: 'string' },
      megabytes: { type: 'string' },
      side: { type: 'string' },
    },
  });
  if (values.side !== undefined) return sides[values.side]?.();

  const minutes = values.minutes?.split(',').map(Number) ?? null;
  const characters = values.characters === undefined ? null : Number(values.characters);
  const megabytes = values.megabytes === undefined ? null : Number(values.megabytes);
  const unknown = positionals.filter((name) => !(name in groups) && !(name in rows));
  if (unknown.length > 0) return complain(`There is no row ${unknown.join(', ')}. ${listRows()}`);
  if (minutes?.some((each) => !(each > 0)))
    return complain('--minutes expects numbers, as in 1,3.');
  if (characters !== null && !(characters > 0))
    return complain('--characters expects a number, as in 12000.');
  if (megabytes !== null && !(megabytes > 0))
    return complain('--megabytes expects a number, as in 1000.');
  const named = positionals.flatMap((name) => groups[name] ?? [name]);
  const chosen = named.length > 0 ? named : Object.keys(shortRows);
  const options = { data: values.data ?? null, minutes, characters, megabytes };
  await measureAll(chosen, options, values.json);
}

async function measureAll(names: readonly string[], options: Options, isJson: boolean) {
  const machine = describeMachine();
  const versions = findVersions();
  const print = (row: Row) => {
    const whole = { ...row, versions: { ...versions, ...row.versions } };
    process.stdout.write(`${isJson ? toJsonLine(whole, machine) : toText(whole)}\n`);
  };
  if (!isJson) process.stdout.write(`${machine}\n\n`);
  const measured: Row[] = [];
  for (const name of names) {
    process.stderr.write(`Measuring ${name} …\n`);
    try {
      const found = (await rows[name]?.(options)) ?? [];
      for (const row of Array.isArray(found) ? found : [found]) {
        measured.push(row);
        print(row);
      }
    } catch (error: unknown) {
      process.stderr.write(`${name} could not be measured: ${String(error)}\n`);
      process.exitCode = 1;
    }
  }
  const averaged = measured.filter(({ row }) => averagedRows.includes(row));
  const mean = averaged.length === averagedRows.length ? meanRatio(averaged) : null;
  if (mean) print(mean);
  if (isJson) return;
  const table = measured.filter(({ row }) => row in steps);
  if (table.length > 1) process.stdout.write(`\n${toTable(table)}\n`);
  const ownTable = measured.filter(({ row }) => row in presets);
  if (ownTable.length > 0) process.stdout.write(`\n${toOwnTable(ownTable)}\n`);
}

function complain(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

function listRows(): string {
  const standFor = Object.entries(groups).map(
    ([name, stood]) => `${name} stands for ${stood.join(', ')}`,
  );
  return `Rows: ${Object.keys(rows).join(', ')}; ${standFor.join('; ')}`;
}

if (isMainThread) await main();
else playReplica();
