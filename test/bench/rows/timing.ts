// timing: whether `charloom train --minutes N` keeps to its time, on the whole text and on its first 20 KB, and
// whether `evaluate` finds the loss that the run has told. One row for each text and N.

import type { Row } from '../row.ts';
import { openText, writeBeginning, type BenchText } from '../sample-text.ts';
import { withLibrary } from '../terminal.ts';
import { trainForMinutes } from '../timed-run.ts';

const smallCharacters = 20_000;
/** What a run may end later, or earlier without saying that it has stopped improving. */
const tolerance = 0.05;
/** Both are means over the same characters; the run warms its first part on what stands before the text. */
const sameLoss = 1e-4;

/** Measures for each number of minutes. */
export async function measureTiming(
  minutes: readonly number[],
  data: string | null,
): Promise<Row[]> {
  const whole = await openText(data);
  return withLibrary('timing', async (folder) => {
    const rows: Row[] = [];
    const beginning = await writeBeginning(whole, smallCharacters, folder);
    for (const each of minutes) {
      rows.push(
        await measure('timing', whole, each),
        await measure('timing-20kb', beginning, each),
      );
    }
    return rows;
  });
}

async function measure(row: string, text: BenchText, minutes: number): Promise<Row> {
  const run = await trainForMinutes(text, minutes);
  const { wallSeconds, activeSeconds, bestValidationLoss, evaluatedLoss } = run;
  const share = wallSeconds / (60 * minutes);
  const isInTime = share <= 1 + tolerance && (share >= 1 - tolerance || run.hasStoppedImproving);
  const difference = evaluatedLoss - bestValidationLoss;
  const verdicts = [
    `${(100 * share).toFixed(1)} % of the time that was asked for: ${isInTime ? 'in time' : 'NOT IN TIME'}`,
    `${activeSeconds.toFixed(1)} s active`,
    ...(run.hasStoppedImproving ? ['had stopped improving'] : []),
    `evaluate ${evaluatedLoss.toFixed(5)}, bestValidationLoss ${bestValidationLoss.toFixed(5)}` +
      (Math.abs(difference) <= sameLoss ? '' : `: THEY DIFFER by ${difference.toExponential(1)}`),
  ];
  return {
    row: `${row}-${minutes}`,
    value: wallSeconds,
    unit: 's',
    low: wallSeconds,
    high: wallSeconds,
    remark: `${text.name}, ${verdicts.join(', ')}`,
    versions: {},
  };
}
