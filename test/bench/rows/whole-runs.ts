// whole-runs: the validation loss that whole runs of some epochs reach with products in bfloat16 and in float32, seed
// by seed: what speaks for taking the faster arithmetic by default, or against it.

import type { Row } from '../row.ts';
import { openText } from '../sample-text.ts';
import { lastLine, runTerminal, withLibrary } from '../terminal.ts';

const seeds = [1, 2, 3];
const recipe = ['--layers', '256,256', '--batch-size', '16', '--epochs', '2'];

/** Trains each seed both ways on a file, else on the sample text that Charloom ships. */
export async function measureWholeRuns(data: string | null): Promise<Row> {
  const text = await openText(data);
  const narrow: number[] = [];
  const wide: number[] = [];
  for (const seed of seeds) {
    for (const [arithmetic, losses] of [
      ['bfloat16', narrow] as const,
      ['float32', wide] as const,
    ]) {
      const loss = await withLibrary('whole-runs', async (_, home) => {
        const options = [...recipe, '--arithmetic', arithmetic, '--seed', String(seed)];
        const run = await runTerminal(home, ['train', text.path, ...options]);
        if (`${JSON.stringify(run.lines)}${run.notes}`.includes('gains nothing from bfloat16'))
          throw new Error('This machine gains nothing from bfloat16: there is nothing to compare.');
        return Number(lastLine(run, 'done')['bestValidationLoss']);
      });
      losses.push(loss);
    }
  }
  const [ours, theirs] = [mean(narrow), mean(wide)];
  const list = (losses: readonly number[]) => losses.map((loss) => loss.toFixed(4)).join(', ');
  return {
    row: 'whole-runs',
    value: ours,
    unit: 'nats a character',
    low: Math.min(...narrow),
    high: Math.max(...narrow),
    peer: theirs,
    peerName: 'the same in float32',
    ratio: theirs / ours,
    remark: `${text.name}, ${recipe.join(' ')}, by seed ${list(narrow)} and ${list(wide)}`,
    versions: {},
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
