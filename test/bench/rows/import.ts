// import: megabytes a second that become a corpus, of plain UTF-8 and of GB18030, each in a process of its own without
// TensorFlow, with its peak memory. One thread reads as the engine's does; the row says how many processors were busy.

import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Encoding } from '../../../app/contract/corpus.ts';
import type { Row } from '../row.ts';
import { readSample } from '../sample-text.ts';
import { startOwnSide } from '../side-process.ts';

const defaultMegabytes = 100;
const megabyte = 1e6;

/** Each text, what it is written in and the least that is asked of it. */
const texts: readonly { row: string; language: 'en' | 'zh'; encoding: Encoding }[] = [
  { row: 'import-utf-8', language: 'en', encoding: 'utf-8' },
  { row: 'import-gb18030', language: 'zh', encoding: 'gb18030' },
];

/** Measures both rows on texts of so many megabytes, made of the sample texts again and again. */
export async function measureImport(megabytes: number | null): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-bench-'));
  try {
    const rows: Row[] = [];
    for (const { row, language, encoding } of texts) {
      const path = join(folder, row);
      const sample = iconv.encode(await readSample(language), encoding);
      const sizeBytes = await writeOften(path, sample, (megabytes ?? defaultMegabytes) * megabyte);
      rows.push(await measure(row, path, sizeBytes));
      await rm(path);
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(row: string, path: string, sizeBytes: number): Promise<Row> {
  const side = startOwnSide('import');
  try {
    const answer = await side.ask({ path });
    const speed = sizeBytes / megabyte / Number(answer['seconds']);
    const figure = (field: string, scale: number) => Math.round(Number(answer[field]) / scale);
    return {
      row,
      value: speed,
      unit: 'MB/s',
      low: speed,
      high: speed,
      remark: [
        `${figure('characters', 1e6)} million characters of ${String(answer['encoding'])}`,
        `${figure('peakBytes', megabyte)} MB at most`,
        `${Number(answer['processors']).toFixed(1)} processors busy`,
        `others waited ${figure('longestBlockMs', 1)} ms at most`,
        `progress ${figure('progressError', 0.01)} % off the time at most`,
      ].join(', '),
      versions: {},
    };
  } finally {
    await side.end();
  }
}

/** Writes whole copies of a sample, at least so many bytes; gives how many they are. */
async function writeOften(path: string, sample: Uint8Array, sizeBytes: number): Promise<number> {
  const file = await open(path, 'w');
  try {
    let written = 0;
    while (written < sizeBytes) {
      await file.writeFile(sample);
      written += sample.length;
    }
    // A person's files lie on the disk already: what is written then is the import's alone.
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}
