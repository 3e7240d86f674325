// memory-1gb: what the engine process with its replicas takes at most while it trains 2×256 at batch 32 on 1 GB
// of text, and how long after the import the first step is made.

import { measureMemory as train } from '../../long/memory.ts';
import { repository } from '../places.ts';
import type { Row } from '../row.ts';
import { withLibrary } from '../terminal.ts';

const sizeBytes = 1e9;
/** Memory has found its height long before. */
const minutes = 2;
const gigabyte = 1e9;

/** Measures the row. */
export function measureMemory(): Promise<Row> {
  return withLibrary('memory', async (folder) => {
    const say = (text: string) => process.stderr.write(`  ${text}\n`);
    const figures = await train({ repository, folder, sizeBytes, minutes, say });
    const { importPeakBytes, trainingPeakBytes, importSeconds, firstStepSeconds } = figures;
    const peak = trainingPeakBytes / gigabyte;
    return {
      row: 'memory-1gb',
      value: peak,
      unit: 'GB at most while training',
      low: peak,
      high: peak,
      remark: [
        `first step ${firstStepSeconds.toFixed(1)} s after the import’s end`,
        `import ${importSeconds.toFixed(0)} s with ${(importPeakBytes / gigabyte).toFixed(2)} GB at most`,
        `${figures.steps} steps, ${Math.round(figures.charsPerSecond).toLocaleString('en')} characters/s`,
      ].join(', '),
      versions: {},
    };
  });
}
