// `npm run bench -- [row…] [--data FILE] [--json]`: measures the rows that are named, else all that are short.
// With --side it is one side of a row, asked by the process that measures.

import { parseArgs } from 'node:util';
import { describeMachine, toJsonLine, toText, type Row } from './row.ts';
import { measureQuality } from './rows/quality.ts';
import { measureReplicas } from './rows/replicas.ts';
import { measureSampling } from './rows/sample.ts';
import { measureStart } from './rows/start.ts';
import { measureStepLayers } from './rows/step-layers.ts';
import { playMatMul } from './sides/mat-mul.ts';
import { playSampling } from './sides/sampling.ts';
import { playSteps } from './sides/steps.ts';
import { findVersions } from './versions.ts';

interface Options {
  data: string | null;
}

/** Rows that run when none is named. */
const shortRows: Record<string, (options: Options) => Promise<Row>> = {
  'step-layers': measureStepLayers,
  'sample-2x256': measureSampling,
  replicas: measureReplicas,
  start: measureStart,
};

/** Rows that take minutes and run only when named. */
const longRows: typeof shortRows = {
  'quality-3': ({ data }) => measureQuality(3, data),
};

const sides: Record<string, () => Promise<void>> = {
  steps: playSteps,
  sampling: playSampling,
  'mat-mul': playMatMul,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
      side: { type: 'string' },
    },
  });
  if (values.side !== undefined) return sides[values.side]?.();

  const rows = { ...shortRows, ...longRows };
  const unknown = positionals.filter((name) => !(name in rows));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no row ${unknown.join(', ')}. Rows: ${Object.keys(rows).join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  const versions = findVersions();
  if (!values.json) process.stdout.write(`${machine}\n\n`);
  for (const name of positionals.length > 0 ? positionals : Object.keys(shortRows)) {
    process.stderr.write(`Measuring ${name} …\n`);
    try {
      const row = await rows[name]?.({ data: values.data ?? null });
      if (!row) continue;
      const whole = { ...row, versions: { ...versions, ...row.versions } };
      process.stdout.write(`${values.json ? toJsonLine(whole, machine) : toText(whole)}\n`);
    } catch (error: unknown) {
      process.stderr.write(`${name} could not be measured: ${String(error)}\n`);
      process.exitCode = 1;
    }
  }
}

await main();
